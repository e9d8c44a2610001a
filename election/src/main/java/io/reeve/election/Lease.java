package io.reeve.election;

/**
 * The time for which the leader may go on without an answer of the quorum, by the monotonic clock. It begins when the
 * last answered quorum operation was <em>sent</em>: the server heard of the ZooKeeper session at that moment or later,
 * so it cannot expire that session before {@code begin + timeout}.
 *
 * @param begin   when that operation was sent ({@link System#nanoTime})
 * @param timeout the ZooKeeper session timeout, in nanoseconds
 */
record Lease(long begin, long timeout) {
    /** The time until which the leader may act. */
    long actUntil() {
        return begin + timeout * 6 / 10;
    }

    /** The time at which the leader must begin to stop. */
    long stopAt() {
        return begin + timeout * 8 / 10;
    }

    /** The time by which the leader must have stopped. */
    long deadline() {
        return begin + timeout;
    }

    boolean mayAct(long now) {
        return now - actUntil() < 0;
    }

    boolean mustStop(long now) {
        return now - stopAt() >= 0;
    }

    /** The later of this lease and one that begins at {@code sentAt}. */
    Lease renewed(long sentAt) {
        return sentAt - begin > 0 ? new Lease(sentAt, timeout) : this;
    }
}
