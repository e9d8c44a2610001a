package io.reeve.reportport.peer;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The pauses that this machine makes: a thread that asks for a turn every millisecond notes how long it has waited for one. */
final class Stalls implements AutoCloseable {
    private static final long MILLI = 1_000_000;
    private final Thread thread = Thread.ofPlatform().daemon().name("stalls").start(this::run);
    private volatile boolean over;
    private volatile long longest;

    private void run() {
        long last = System.nanoTime();
        while (!over) {
            LockSupport.parkNanos(MILLI);
            long now = System.nanoTime();
            longest = Math.max(longest, now - last - MILLI);
            last = now;
        }
    }

    /** The longest one since this was made. */
    Duration longest() {
        return Duration.ofNanos(longest);
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
    }
}
