package io.reeve.modulehost.instance;

import io.reeve.command.Deadlines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * A bounded executor that runs code of one module on threads of that module while the caller waits. The caller is released
 * when its time is over or the module is abandoned, whatever the module's thread does.
 */
final class ModuleExecutor {
    private enum Stage {
        WAITING, BEGUN, DROPPED
    }

    /** Work for which somebody waits. It begins unless it was dropped before. */
    private static final class Task<T> implements Runnable {
        private final Callable<T> work;
        private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
        private final CompletableFuture<T> result = new CompletableFuture<>();

        Task(Callable<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (!stage.compareAndSet(Stage.WAITING, Stage.BEGUN)) {
                return;
            }
            try {
                result.complete(work.call());
            } catch (Throwable t) { // the waiting caller gets it
                result.completeExceptionally(t);
            }
        }

        /** Keeps the work from beginning; false if it has begun. */
        boolean drop() {
            return stage.compareAndSet(Stage.WAITING, Stage.DROPPED) || stage.get() == Stage.DROPPED;
        }

        /** Releases the caller; work that has not begun never begins. */
        void release() {
            boolean _ = drop();
            result.cancel(false);
        }
    }

    private final ThreadPoolExecutor threads;
    private final Set<Task<?>> outstanding = ConcurrentHashMap.newKeySet();
    private final Deadlines deadlines = new Deadlines();

    private ModuleExecutor(ThreadPoolExecutor threads) {
        this.threads = threads;
    }

    /** An executor with one thread and a queue of at most {@code waiting} tasks. */
    static ModuleExecutor singleThread(int waiting, ThreadFactory factory) {
        return new ModuleExecutor(
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), factory));
    }

    /** An executor with up to {@code most} threads and no queue. */
    static ModuleExecutor upTo(int most, ThreadFactory factory) {
        return new ModuleExecutor(
                new ThreadPoolExecutor(0, most, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), factory));
    }

    /**
     * Runs {@code work} on a thread of the module and waits for it.
     *
     * @param most the longest time to wait
     * @throws RejectedExecutionException if the executor is full, or was closed before the work began: it never begins
     * @throws CancellationException      if the module was abandoned while the work ran
     * @throws TimeoutException           if the time is over: work that has begun goes on, other work is cancelled
     */
    <T> T run(Callable<T> work, Duration most) throws ExecutionException, InterruptedException, TimeoutException {
        return run(work, most, () -> false);
    }

    /** Runs work like {@link #run(Callable, Duration)}, and waits once more whenever the time is over and this says so. */
    <T> T run(Callable<T> work, Duration most, BooleanSupplier goOn)
            throws ExecutionException, InterruptedException, TimeoutException {
        Task<T> task = new Task<>(work);
        outstanding.add(task);
        try {
            threads.execute(task);
            while (true) {
                try {
                    return deadlines.await(task.result, most);
                } catch (TimeoutException e) {
                    if (!goOn.getAsBoolean()) {
                        throw e;
                    }
                }
            }
        } catch (CancellationException e) {
            if (task.drop()) {
                throw new RejectedExecutionException("closed before the work began", e);
            }
            throw e;
        } finally {
            boolean _ = task.drop();
            outstanding.remove(task);
        }
    }

    boolean isClosed() {
        return threads.isShutdown();
    }

    /** Accepts no more work and cancels what waits; running work goes on. */
    void close() {
        threads.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        threads.getQueue().drainTo(waiting);
        for (Runnable task : waiting) {
            if (task instanceof Task<?> dropped) {
                dropped.release();
            }
        }
    }

    /** Closes the executor and releases all callers. */
    void abandon() {
        close();
        outstanding.forEach(Task::release);
    }
}
