package io.reeve.election;

/** What is in ZooKeeper is not for this software: a newer layout, or not ours. */
public final class LayoutException extends Exception {
    private static final long serialVersionUID = 1L;

    public LayoutException(String message) {
        super(message);
    }
}
