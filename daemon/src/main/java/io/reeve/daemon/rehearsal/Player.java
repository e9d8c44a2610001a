package io.reeve.daemon.rehearsal;

/** A manager that plays in a rehearsal. */
public interface Player extends AutoCloseable {
    /** Starts it. Returns when it takes part in the election. */
    void start() throws Exception;

    /** The port of its HTTP listener. */
    int httpPort();

    /** The port to which daemons report. */
    int reportPort();

    /** Whether it stands by, in touch with the active over their peer connection. */
    boolean standsBy();

    /** Whether it is active and available. */
    boolean isActive();

    /** Ends its peer connections without a goodbye and takes no others, as if its process had died. */
    void vanish();

    @Override
    void close();
}
