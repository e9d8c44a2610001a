package io.reeve.reportport.peer;

import io.netty.channel.Channel;
import io.reeve.report.protocol.Identity;

/** The outcome of one attempt to connect and exchange hellos. */
sealed interface DialOutcome {
    /** A manager answered the hello; the connection is open and belongs to the receiver of this outcome. */
    record Greeted(Channel channel, Identity by) implements DialOutcome {}

    /** The host refuses connections: nobody listens at the port. */
    record Refused() implements DialOutcome {}

    /** The network reports that the host cannot be reached. */
    record Unreachable(String why) implements DialOutcome {}

    /** The connection was accepted, and closed before an answer. */
    record Ended() implements DialOutcome {}

    /** No answer in time, or an error that says nothing about the peer. */
    record Silent(String why) implements DialOutcome {}

    /** The listener is not a manager of this protocol. */
    record Strange(String what) implements DialOutcome {}
}
