package io.reeve.daemon.peer;

/** What travels on the report port: a length of four bytes, then a CBOR map. */
sealed interface Frame {
    /** The version of the protocol that this software speaks. */
    int VERSION = 1;
    /** A hello from a manager that wants to keep the connection. */
    String MANAGER = "manager";
    /** A hello from whoever only wants to know who answers. */
    String PROBE = "probe";

    /** The first frame of either side. The kind says what the sender is. */
    record Hello(int version, String kind, Identity from) implements Frame {
        static Hello of(String kind, Identity from) {
            return new Hello(VERSION, kind, from);
        }
    }

    /** Asks for a sign of life; the number comes back in the pong. */
    record Ping(long number, long epoch) implements Frame {}

    /** The sign of life. */
    record Pong(long number, long epoch) implements Frame {}

    /** The sender stops in good order: the end of this connection says nothing bad. */
    record Goodbye() implements Frame {}

    /** Why the sender closes the connection. */
    record Failure(String message) implements Frame {}
}
