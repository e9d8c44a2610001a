package io.reeve.election;

/** The one question to ZooKeeper whose answer is awaited, and when the next may be asked. Part of the role machine. */
final class RequestSlot {
    private int awaited;
    private int last;
    private long notBefore;

    /** The operation whose answer is awaited; 0 for none. */
    int awaited() {
        return awaited;
    }

    /** Asks. @return the operation's number */
    int begin() {
        awaited = ++last;
        return awaited;
    }

    /** Whether this is the answer; if so, none is awaited any more. */
    boolean isAnsweredBy(int op) {
        if (op != awaited) {
            return false;
        }
        awaited = 0;
        return true;
    }

    /** The answer does not matter any more. */
    void drop() {
        awaited = 0;
    }

    void notBefore(long time) {
        notBefore = time;
    }

    long notBefore() {
        return notBefore;
    }

    /** Whether one may be asked. */
    boolean isDue(long now) {
        return awaited == 0 && now - notBefore >= 0;
    }
}
