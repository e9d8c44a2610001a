package io.reeve.modulehost.instance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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

    private final ThreadPoolExecutor threads;
    private final Set<FutureTask<?>> outstanding = ConcurrentHashMap.newKeySet();

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
        AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
        FutureTask<T> task = new FutureTask<>(() -> {
            if (!stage.compareAndSet(Stage.WAITING, Stage.BEGUN)) {
                throw new CancellationException("dropped");
            }
            return work.call();
        });
        outstanding.add(task);
        try {
            threads.execute(task);
            while (true) {
                try {
                    return task.get(most.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (!goOn.getAsBoolean()) {
                        throw e;
                    }
                }
            }
        } catch (CancellationException e) {
            if (stage.compareAndSet(Stage.WAITING, Stage.DROPPED)) {
                throw new RejectedExecutionException("closed before the work began", e);
            }
            throw e;
        } finally {
            task.cancel(false);
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
            if (task instanceof FutureTask<?> future) {
                future.cancel(false);
            }
        }
    }

    /** Closes the executor and releases all callers. */
    void abandon() {
        close();
        outstanding.forEach(task -> task.cancel(false));
    }
}
