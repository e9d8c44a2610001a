package io.reeve.report.protocol;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundInvoker;

/** Writes and closes without waiting: a write that fails closes the channel, and its handler hears why. */
@SuppressWarnings("FutureReturnValueIgnored") // the sentence above
public final class Wire {
    private Wire() {}

    public static void send(ChannelOutboundInvoker channel, Object message) {
        channel.writeAndFlush(message).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    public static void sendAndClose(ChannelOutboundInvoker channel, Object message) {
        channel.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
    }

    public static void close(ChannelOutboundInvoker channel) {
        channel.close();
    }
}
