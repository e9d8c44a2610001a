package io.reeve.report;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.FrameDecoder;
import io.reeve.report.protocol.FrameEncoder;
import io.reeve.report.protocol.NotOursException;
import io.reeve.report.protocol.Wire;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A connection to one manager. Its owner hears of each frame and, once, of the end. Confined to the event loop. */
final class ManagerConnection extends SimpleChannelInboundHandler<Frame> {
    private static final int CONNECT_MILLIS = 2_000;

    /** The owner of a connection. */
    interface Owner {
        void connected(ManagerConnection connection);

        void heard(ManagerConnection connection, Frame frame);

        void ended(ManagerConnection connection, String why);
    }

    private Owner owner;
    private @Nullable Channel channel;
    private boolean over;

    ManagerConnection(Owner owner) {
        super(Frame.class);
        this.owner = owner;
    }

    void connect(EventLoop loop, InetSocketAddress to) {
        Bootstrap bootstrap = new Bootstrap().group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel made) {
                        FrameDecoder decoder = new FrameDecoder();
                        decoder.trust(Frame.DAEMON_LIMIT);
                        made.pipeline().addLast(decoder, FrameEncoder.INSTANCE, ManagerConnection.this);
                    }
                });
        bootstrap.connect(to).addListener(connected -> {
            if (!connected.isSuccess()) {
                end(String.valueOf(connected.cause().getMessage()));
            }
        });
    }

    /** Gives the connection to another owner. */
    void handTo(Owner other) {
        owner = other;
    }

    /** Sends a frame, unless the connection is closed. */
    void send(Frame frame) {
        Channel open = channel;
        if (open != null && !over) {
            Wire.send(open, frame);
        }
    }

    /** Whether the frames sent before have left, so that another one would not pile up. */
    boolean isWritable() {
        Channel open = channel;
        return open != null && open.isWritable();
    }

    /** Closes the connection; the owner is not called again. */
    void close() {
        over = true;
        Channel open = channel;
        if (open != null) {
            Wire.close(open);
        }
    }

    private void end(String why) {
        if (!over) {
            close();
            owner.ended(this, why);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        if (over) {
            Wire.close(ctx);
        } else if (ctx.channel().localAddress().equals(ctx.channel().remoteAddress())) {
            // TCP's simultaneous open: on one host a connect to a free port can meet itself.
            end("nobody listens there");
        } else {
            owner.connected(this);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
        if (!over) {
            owner.heard(this, frame);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end("the connection ended");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        end(reason instanceof NotOursException notOurs ? "it sent " + notOurs.what() : String.valueOf(reason));
    }
}
