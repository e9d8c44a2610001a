package io.reeve.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting, with an end. */
final class Pace {
    /** How often the outside world is asked. */
    static final long POLL_NANOS = 5_000_000;

    private Pace() {}

    /** Waits until it is so; false when the time is over. */
    static boolean reached(Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(Duration.ofMillis(20));
        }
        return true;
    }

    static void until(String what, Duration atMost, BooleanSupplier condition) {
        if (!reached(atMost, condition)) {
            throw new BenchmarkException("not within " + atMost.toSeconds() + " s: " + what);
        }
    }

    static void pause(Duration time) {
        untilNanos(System.nanoTime() + time.toNanos());
    }

    /** Waits for a point of {@link System#nanoTime}. */
    static void untilNanos(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new BenchmarkException("interrupted");
            }
        }
    }
}
