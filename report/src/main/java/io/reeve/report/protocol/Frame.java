package io.reeve.report.protocol;

/** A message on the report port: a length of four bytes, then a CBOR map. */
public sealed interface Frame permits Frame.Hello, Frame.Ping, Frame.Pong, Frame.Drain, Frame.Draining, Frame.Audit,
        Frame.Audited, Frame.Goodbye, Frame.Failure, DaemonFrame {
    /** The version of the protocol that this software speaks. */
    int VERSION = 1;
    /** The kind of hello of a manager that keeps the connection. */
    String MANAGER = "manager";
    /** The kind of hello of a process that only wants to know who answers. */
    String PROBE = "probe";
    /** The kind of hello of a daemon that reports. */
    String DAEMON = "daemon";

    /** The largest frame, in bytes, of a sender before its hello, of a manager, and of a daemon. */
    int STRANGER_LIMIT = 64 << 10;
    int MANAGER_LIMIT = 1 << 20;
    int DAEMON_LIMIT = 4 << 20;

    /** The first frame of either side; the kind says what the sender is. */
    record Hello(int version, String kind, Identity from) implements Frame {
        public static Hello of(String kind, Identity from) {
            return new Hello(VERSION, kind, from);
        }
    }

    /**
     * A request for a sign of life; the pong repeats its number.
     *
     * @param proof between managers, the nonce in the sender's registration that proves whose connection this is; else empty
     */
    record Ping(long number, long epoch, String proof) implements Frame {
        public Ping(long number, long epoch) {
            this(number, epoch, "");
        }
    }

    /** A sign of life; {@code active} is whether the sender still works as the active manager, as far as it knows. */
    record Pong(long number, long epoch, boolean active) implements Frame {}

    /**
     * A hint to the active manager of that epoch that the sender asks it to hand over by itself. It answers if it does, or if
     * it finds no such request in the sender's registration.
     *
     * @param why   the reason, for people; that in the registration counts
     * @param proof the nonce of the request in the sender's registration; empty from an older release
     */
    record Drain(long number, long epoch, String why, String proof) implements Frame {}

    /**
     * The answer to {@link Drain}: the sender hands over, which may take {@code millis}. It repeats the number.
     *
     * @param millis 0 if it does not hand over
     * @param why    the reason if it does not, else empty
     */
    record Draining(long number, long millis, String why) implements Frame {
        public Draining(long number, long millis) {
            this(number, millis, "");
        }
    }

    /**
     * A request to the active manager to write a line into the audit channel. It answers only once that is stored.
     *
     * @param proof the nonce of the request in the sender's registration; empty from an older release
     */
    record Audit(long number, String line, String proof) implements Frame {}

    /** The answer to {@link Audit}: the line is stored. It repeats the number. */
    record Audited(long number) implements Frame {}

    /** The announcement that the sender stops in good order, so that the end of the connection is no failure. */
    record Goodbye() implements Frame {}

    /**
     * The reason for which the sender closes the connection.
     *
     * @param again the time, in milliseconds, for which the receiver should not connect again; 0 for no limit
     */
    record Failure(String message, long again) implements Frame {
        public Failure(String message) {
            this(message, 0);
        }
    }
}
