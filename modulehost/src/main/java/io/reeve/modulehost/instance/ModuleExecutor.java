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
import org.jspecify.annotations.Nullable;

/**
 * Threads of one module on which others have its code run, bounded. The caller waits on its own thread, and is let go when
 * its time is over or the module is abandoned, whatever the module's thread does.
 */
final class ModuleExecutor {
    private final ThreadPoolExecutor threads;
    private final Set<FutureTask<?>> outstanding = ConcurrentHashMap.newKeySet();

    private ModuleExecutor(ThreadPoolExecutor threads) {
        this.threads = threads;
    }

    /** One thread, before which at most {@code waiting} wait. */
    static ModuleExecutor singleThread(int waiting, ThreadFactory factory) {
        return new ModuleExecutor(
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), factory));
    }

    /** At most {@code most} at the same time; nobody waits. */
    static ModuleExecutor upTo(int most, ThreadFactory factory) {
        return new ModuleExecutor(
                new ThreadPoolExecutor(0, most, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), factory));
    }

    /**
     * Runs {@code work} on a thread of the lane and waits for it.
     *
     * @param most how long to wait; null for as long as it takes
     * @throws RejectedExecutionException the lane is full, or closed
     * @throws CancellationException      the lane was closed before the work began, or the module was abandoned
     * @throws TimeoutException           it took too long: it goes on if it had begun, else it never will
     */
    <T> T run(Callable<T> work, @Nullable Duration most)
            throws ExecutionException, InterruptedException, TimeoutException {
        FutureTask<T> task = new FutureTask<>(work);
        outstanding.add(task);
        try {
            threads.execute(task);
            return most == null ? task.get() : task.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            task.cancel(false);
            outstanding.remove(task);
        }
    }

    boolean isClosed() {
        return threads.isShutdown();
    }

    /** Takes no more work and lets go of what waits; what runs goes on. */
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

    /** Lets go of everybody who waits. */
    void abandon() {
        close();
        outstanding.forEach(task -> task.cancel(false));
    }
}
