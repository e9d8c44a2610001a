package io.reeve.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deadlines of waits that nearly always end in time. A wait of the JDK with a time limit on a virtual thread wakes the
 * thread of the JDK's timer twice, when it begins and when it ends. Here a timer is set only for a deadline that is earlier
 * than all that were there before, and none is cancelled. Safe for use by several threads.
 */
public final class Deadlines {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final long NEVER = Long.MAX_VALUE;
    /** The longest time between looks while a deadline is open: timers that were set too early pile up for no longer. */
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().name("deadlines").start(task);

    private final long start = System.nanoTime();
    private final Set<Deadline> open = ConcurrentHashMap.newKeySet();
    /** The time of the next look at all deadlines, in nanoseconds since the start. */
    private final AtomicLong nextLook = new AtomicLong(NEVER);

    /** A deadline that has not passed. */
    public final class Deadline {
        private final long at;
        private final Runnable late;

        private Deadline(long at, Runnable late) {
            this.at = at;
            this.late = late;
        }

        /** Ends the wait: the deadline does not matter any more. */
        public void end() {
            open.remove(this);
        }
    }

    /**
     * Begins to watch a deadline. Does not block.
     *
     * @param late called once on a virtual thread if the time is over before {@link Deadline#end}; must not block
     */
    public Deadline after(Duration time, Runnable late) {
        Deadline deadline = new Deadline(now() + Math.max(0, time.toNanos()), late);
        open.add(deadline);
        lookAt(deadline.at);
        return deadline;
    }

    /**
     * Waits for a future.
     *
     * @throws TimeoutException if the time is over first
     */
    public <T> T await(CompletableFuture<T> future, Duration most)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (!future.isDone()) {
            CompletableFuture<Boolean> inTime = future.handle((_, _) -> true);
            Deadline deadline = after(most, () -> inTime.complete(false));
            try {
                if (!inTime.get()) {
                    throw new TimeoutException();
                }
            } finally {
                deadline.end();
            }
        }
        return future.get();
    }

    private long now() {
        return System.nanoTime() - start;
    }

    private void lookAt(long latest) {
        long at = Math.min(latest, now() + LONGEST_NANOS);
        for (long next = nextLook.get(); at < next; next = nextLook.get()) {
            if (nextLook.compareAndSet(next, at)) {
                CompletableFuture.delayedExecutor(Math.max(0, at - now()), TimeUnit.NANOSECONDS, VIRTUAL)
                        .execute(() -> look(at));
            }
        }
    }

    /** Ends the deadlines that have passed. A look in whose place an earlier one was set finds nothing to do. */
    private void look(long expected) {
        if (!nextLook.compareAndSet(expected, NEVER)) {
            return;
        }
        long now = now();
        long earliest = NEVER;
        List<Deadline> passed = new ArrayList<>();
        for (Deadline deadline : open) {
            if (deadline.at > now) {
                earliest = Math.min(earliest, deadline.at);
            } else {
                passed.add(deadline);
            }
        }
        if (earliest != NEVER) {
            lookAt(earliest);
        }
        passed.forEach(this::pass);
    }

    private void pass(Deadline deadline) {
        if (open.remove(deadline)) {
            try {
                deadline.late.run();
            } catch (RuntimeException e) {
                LOG.error("what follows a deadline failed; the others go on", e);
            }
        }
    }
}
