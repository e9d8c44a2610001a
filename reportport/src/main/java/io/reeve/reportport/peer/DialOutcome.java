package io.reeve.reportport.peer;

import io.netty.channel.Channel;
import io.reeve.report.protocol.Identity;

/** What came of one attempt to connect and say hello. */
sealed interface DialOutcome {
    /** Somebody said who they are; the connection is open and belongs to the receiver of this. */
    record Greeted(Channel channel, Identity by) implements DialOutcome {}

    /** The host answers, and nobody listens at the port. */
    record Refused() implements DialOutcome {}

    /** The network says that there is no way to the host. */
    record Unreachable(String why) implements DialOutcome {}

    /** It was accepted, and ended before an answer. */
    record Ended() implements DialOutcome {}

    /** No answer in time, or an error that says nothing about the peer. */
    record Silent(String why) implements DialOutcome {}

    /** Whoever listens there is no manager. */
    record Strange(String what) implements DialOutcome {}
}
