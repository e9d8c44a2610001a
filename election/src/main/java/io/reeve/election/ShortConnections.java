package io.reeve.election;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The watch for connections to ZooKeeper that end soon after they began, again and again: a server does that to a client that it
 * does not want, and does not tell it why. One thread at a time.
 */
final class ShortConnections {
    /** How long a connection is short, in nanoseconds. */
    static final long SHORT = Duration.ofSeconds(2).toNanos();
    static final int MANY = 5;

    private final LongSupplier nanoTime;
    private long begunAt;
    private volatile int inARow;

    ShortConnections(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        begunAt = nanoTime.getAsLong() - SHORT;
    }

    void begun() {
        begunAt = nanoTime.getAsLong();
    }

    /** Whether as many ended so in a row. From any thread. */
    boolean areMany() {
        return inARow >= MANY;
    }

    /** Notes the end of a connection. @return whether it is time to say something: once, until one has lasted */
    boolean ended() {
        inARow = nanoTime.getAsLong() - begunAt < SHORT ? inARow + 1 : 0;
        return inARow == MANY;
    }
}
