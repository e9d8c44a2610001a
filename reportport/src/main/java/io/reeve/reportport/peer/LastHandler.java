package io.reeve.reportport.peer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.reeve.report.protocol.NotOursException;
import io.reeve.report.protocol.Wire;
import java.io.IOException;

/**
 * The last handler of each connection, which takes what no other one took: bytes and failures that come while one handler
 * has left and the next has not come yet. Without it Netty would log each with its stack, as often as a stranger likes.
 */
final class LastHandler extends ChannelInboundHandlerAdapter {
    private final ReportPort port;

    LastHandler(ReportPort port) {
        this.port = port;
    }

    @Override
    public boolean isSharable() {
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ReferenceCountUtil.release(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable reason = cause instanceof io.netty.handler.codec.DecoderException && cause.getCause() != null
                ? cause.getCause()
                : cause;
        if (!(reason instanceof IOException)) {
            port.warn("report port: closed the connection from " + ctx.channel().remoteAddress() + ": "
                    + (reason instanceof NotOursException notOurs ? "it sent " + notOurs.what() : reason.toString()));
        }
        Wire.close(ctx);
    }
}
