package io.reeve.reportport.peer;

import io.netty.channel.Channel;
import io.reeve.report.protocol.Identity;

/** Takes over connections whose hello says that a daemon wants to report. */
@FunctionalInterface
public interface DaemonAcceptor {
    /**
     * From here on the connection belongs to the receiver, which answers the hello. Its pipeline cuts and writes frames,
     * and nothing else. Comes on the report port's thread and must return at once.
     */
    void accept(Channel channel, Identity daemon);
}
