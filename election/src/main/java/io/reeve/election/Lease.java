package io.reeve.election;

/**
 * How long the leader may go on without hearing from the quorum, by the monotonic clock. It begins when the last answered
 * quorum operation was <em>sent</em>: the server has heard of the session at that moment or later, so it cannot expire
 * the session before {@code begin + timeout}.
 */
record Lease(long begin, long timeout) {
    /** Until then the leader may act. */
    long actUntil() {
        return begin + timeout * 6 / 10;
    }

    /** From then on the leader stops. */
    long stopAt() {
        return begin + timeout * 8 / 10;
    }

    /** When everything must be gone. */
    long deadline() {
        return begin + timeout;
    }

    boolean mayAct(long now) {
        return now - actUntil() < 0;
    }

    boolean mustStop(long now) {
        return now - stopAt() >= 0;
    }

    /** This lease, or one from {@code sentAt} on if that is later. */
    Lease renewed(long sentAt) {
        return sentAt - begin > 0 ? new Lease(sentAt, timeout) : this;
    }
}
