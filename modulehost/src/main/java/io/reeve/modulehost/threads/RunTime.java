package io.reeve.modulehost.threads;

import java.time.Duration;

/**
 * Waits that count only the time in which this process ran. A process that was stopped, or a machine that stood still, has
 * not been slow: after it goes on, whoever is waited for has the rest of the time.
 */
public final class RunTime {
    private static final long STEP_NANOS = 20_000_000;
    /** A step that takes longer than this is one in which the process did not run. */
    private static final long LONGEST_STEP_NANOS = 2 * STEP_NANOS;

    /** One step of a wait. */
    @FunctionalInterface
    public interface Step {
        /** Waits at most for this time; returns whether the wait is over. */
        boolean await(long nanos) throws InterruptedException;
    }

    /** A countdown of the time in which this process ran, by looking at the clock at least every 40 ms. One thread. */
    public static final class Countdown {
        private long left;
        private long last;

        public Countdown(long nanos, long nanoTime) {
            this.left = nanos;
            this.last = nanoTime;
        }

        /** Looks at the clock; whether the time ends at this look. */
        public boolean endsAt(long nanoTime) {
            boolean before = left <= 0;
            left -= Math.min(nanoTime - last, LONGEST_STEP_NANOS);
            last = nanoTime;
            return !before && left <= 0;
        }
    }

    private RunTime() {}

    /** Waits step by step until a step says that it is over; returns false if the time is over first. */
    public static boolean await(Duration most, Step step) throws InterruptedException {
        long left = Math.max(0, most.toNanos());
        while (true) {
            long before = System.nanoTime();
            if (step.await(Math.min(left, STEP_NANOS))) {
                return true;
            }
            if (left == 0) {
                return false;
            }
            left = Math.max(0, left - Math.min(System.nanoTime() - before, LONGEST_STEP_NANOS));
        }
    }
}
