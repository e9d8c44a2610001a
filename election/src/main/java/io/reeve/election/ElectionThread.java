package io.reeve.election;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that owns the election's state. Tasks that arrive after its end are dropped. */
final class ElectionThread implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ElectionThread.class);
    private final ScheduledThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    ElectionThread() {
        ThreadGroup group = Thread.currentThread().getThreadGroup(); // not that of whoever comes first, such as a module
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            var made = new Thread(group, work, "reeve-election");
            made.setDaemon(true);
            thread = made;
            return made;
        });
        executor.prestartCoreThread(); // made here, it inherits from this thread and no other
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(Runnable work) {
        try {
            executor.execute(() -> guarded(work));
        } catch (RejectedExecutionException e) {
            LOG.debug("came after the election's end", e);
        }
    }

    /** Passes the result of a future, or its failure, to the consumer on this thread. */
    <T> void answer(CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> consumer) {
        var _ = future.whenComplete((value, failure) -> execute(() -> consumer.accept(value, failure)));
    }

    void later(Runnable work, long nanos) {
        var _ = schedule(work, nanos);
    }

    /** Schedules a task; null if the thread has ended. */
    @Nullable
    ScheduledFuture<?> schedule(Runnable work, long nanos) {
        try {
            return executor.schedule(() -> guarded(work), Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("came after the election's end", e);
            return null;
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a defect in the election; it goes on with the next event", e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
