package io.reeve.report.protocol;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundInvoker;

/** Writing to channels and closing them, without waiting for the result. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write reaches the handler of the channel
public final class Wire {
    private Wire() {}

    /** Writes a message; if that fails, the channel's handler gets the exception. */
    public static void send(ChannelOutboundInvoker channel, Object message) {
        channel.writeAndFlush(message).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
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
