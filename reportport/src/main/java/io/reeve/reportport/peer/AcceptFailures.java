package io.reeve.reportport.peer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** The last handler of the listener: a connection that cannot be accepted, as when files run out, is a limited warning. */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private final ReportPort port;

    AcceptFailures(ReportPort port) {
        this.port = port;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        port.warn("report port: a connection could not be accepted: " + cause);
    }
}
