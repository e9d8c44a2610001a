package io.reeve.report.protocol;

/** What travels on the report port: a length of four bytes, then a CBOR map. */
public sealed interface Frame permits Frame.Hello, Frame.Ping, Frame.Pong, Frame.Drain, Frame.Draining, Frame.Audit,
        Frame.Audited, Frame.Goodbye, Frame.Failure, DaemonFrame {
    /** The version of the protocol that this software speaks. */
    int VERSION = 1;
    /** A hello from a manager that wants to keep the connection. */
    String MANAGER = "manager";
    /** A hello from whoever only wants to know who answers. */
    String PROBE = "probe";
    /** A hello from a daemon that wants to report. */
    String DAEMON = "daemon";

    /** The largest frame of a stranger, of a manager, and of a daemon that have said who they are. */
    int STRANGER_LIMIT = 64 << 10;
    int MANAGER_LIMIT = 1 << 20;
    int DAEMON_LIMIT = 4 << 20;

    /** The first frame of either side. The kind says what the sender is. */
    record Hello(int version, String kind, Identity from) implements Frame {
        public static Hello of(String kind, Identity from) {
            return new Hello(VERSION, kind, from);
        }
    }

    /** Asks for a sign of life; the number comes back in the pong. */
    record Ping(long number, long epoch) implements Frame {}

    /** The sign of life. {@code active}: whether the sender still does an active's work, as far as it can tell. */
    record Pong(long number, long epoch, boolean active) implements Frame {}

    /**
     * Asks the active of that epoch to hand over by itself. It answers only if it does.
     *
     * @param why  for its log and the history
     * @param down whether no manager may become active afterwards
     */
    record Drain(long number, long epoch, String why, boolean down) implements Frame {}

    /** It does, and that may take so long; the number is that of the request. */
    record Draining(long number, long millis) implements Frame {}

    /** Asks the active to have this line of the sender's in the audit channel. It answers only when it is there. */
    record Audit(long number, String line) implements Frame {}

    /** It is; the number is that of the request. */
    record Audited(long number) implements Frame {}

    /** The sender stops in good order: the end of this connection says nothing bad. */
    record Goodbye() implements Frame {}

    /**
     * Why the sender closes the connection.
     *
     * @param again milliseconds in which the receiver should not come back; 0 leaves it to the receiver
     */
    record Failure(String message, long again) implements Frame {
        public Failure(String message) {
            this(message, 0);
        }
    }
}
