package io.reeve.election;

/** A layout in ZooKeeper that this software cannot use: newer than it knows, or not Reeve's. */
public final class LayoutException extends Exception {
    private static final long serialVersionUID = 1L;

    public LayoutException(String message) {
        super(message);
    }
}
