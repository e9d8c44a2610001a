package io.reeve.http.pages;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * The patience with one direction of a client's connection. Only waiting for the client counts, so a module may take its time.
 * It ends when nothing moves for a while, and when the client is slower on the whole than the least rate: a byte now and then
 * does not hold a module's thread.
 */
final class Patience {
    /** The waiting that is not measured by the rate. */
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final long BYTES_PER_SECOND = 500;

    private final Duration stall;
    private final Duration grace;
    private final long rate;
    private final String complaint;
    private long bytes;
    private long waited;

    /**
     * @param stall     the longest time without a byte
     * @param complaint what the client does not do, to be followed by a time
     */
    Patience(Duration stall, String complaint) {
        this(stall, GRACE, complaint);
    }

    Patience(Duration stall, Duration grace, String complaint) {
        this(stall, grace, BYTES_PER_SECOND, complaint);
    }

    /**
     * @param grace the waiting that is not measured by the rate
     * @param rate  the least rate, in bytes per second
     */
    Patience(Duration stall, Duration grace, long rate, String complaint) {
        this.stall = stall;
        this.grace = grace;
        this.rate = rate;
        this.complaint = complaint;
    }

    void moved(long count) {
        bytes += count;
    }

    /** Waits until {@code ready} is so, which gets the time that it may take, in nanoseconds. */
    void await(Wait ready) throws IOException {
        long start = System.nanoTime();
        long allowed = grace.toNanos() + bytes * (1_000_000_000L / rate) - waited;
        long until = start + Math.min(stall.toNanos(), Math.max(0, allowed));
        try {
            do {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    throw new SlowClientException(allowed < stall.toNanos()
                            ? String.format(Locale.ROOT,
                                    "the client is slower than %d bytes per second: %d bytes in %d s",
                                    rate, bytes, (waited + System.nanoTime() - start) / 1_000_000_000L)
                            : complaint + stall.toMillis() + " ms");
                }
                if (ready.within(left)) {
                    return;
                }
            } while (true);
        } finally {
            waited += System.nanoTime() - start;
        }
    }

    /** One wait for the client. */
    @FunctionalInterface
    interface Wait {
        /** Waits at most this many nanoseconds; returns whether anything moved. */
        boolean within(long nanos) throws IOException;
    }

    /** The end of the patience. */
    static final class SlowClientException extends IOException {
        private static final long serialVersionUID = 1;

        SlowClientException(String message) {
            super(message);
        }
    }
}
