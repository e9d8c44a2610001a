package io.reeve.report.protocol;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundInvoker;

/** Writing to channels and closing them, without waiting for the result. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write reaches the handler of the channel
public final class Wire {
    /** A closed channel has no handlers any more: the failure would end in Netty's log. */
    private static final ChannelFutureListener FAILED = written -> {
        if (!written.isSuccess() && written.channel().isActive()) {
            written.channel().pipeline().fireExceptionCaught(written.cause());
        }
    };

    private Wire() {}

    /** Writes a message; if that fails, the channel's handler gets the exception. */
    public static void send(ChannelOutboundInvoker channel, Object message) {
        channel.writeAndFlush(message).addListener(FAILED);
    }

    /** Writes a message, then closes the channel. */
    public static void sendAndClose(ChannelOutboundInvoker channel, Object message) {
        channel.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
    }

    /** Closes the channel. */
    public static void close(ChannelOutboundInvoker channel) {
        channel.close();
    }
}
