package io.reeve.election;

/**
 * The one request to ZooKeeper that may be under way, and the earliest time of the next. Part of {@link
 * ElectionMachine}.
 */
final class RequestSlot {
    private int awaited;
    private int last;
    private long notBefore;

    /** The number of the operation whose answer is awaited; 0 for none. */
    int awaited() {
        return awaited;
    }

    /** Begins a request. @return the operation's number */
    int begin() {
        awaited = ++last;
        return awaited;
    }

    /** Whether the awaited answer is that of {@code op}; if so, the slot is free again. */
    boolean isAnsweredBy(int op) {
        if (op != awaited) {
            return false;
        }
        awaited = 0;
        return true;
    }

    /** Frees the slot; a late answer is ignored. */
    void drop() {
        awaited = 0;
    }

    /** Sets the earliest time of the next request. */
    void notBefore(long time) {
        notBefore = time;
    }

    long notBefore() {
        return notBefore;
    }

    /** Whether a request may be sent now. */
    boolean isDue(long now) {
        return awaited == 0 && now - notBefore >= 0;
    }
}
