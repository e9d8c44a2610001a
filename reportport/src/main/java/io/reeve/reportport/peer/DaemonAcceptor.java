package io.reeve.reportport.peer;

import io.netty.channel.Channel;
import io.reeve.report.protocol.Identity;

/** The receiver of connections of daemons. */
@FunctionalInterface
public interface DaemonAcceptor {
    /**
     * Takes over a connection whose hello is that of a daemon; the receiver answers the hello. The pipeline only decodes and
     * encodes frames. Called on the report port's thread; must not block.
     */
    void accept(Channel channel, Identity daemon);
}
