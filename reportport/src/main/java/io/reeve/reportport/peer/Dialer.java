package io.reeve.reportport.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.Future;
import io.reeve.report.protocol.DaemonFrame;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Frame.Failure;
import io.reeve.report.protocol.Frame.Hello;
import io.reeve.report.protocol.FrameDecoder;
import io.reeve.report.protocol.FrameEncoder;
import io.reeve.report.protocol.NotOursException;
import io.reeve.report.protocol.Wire;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The client side of a report port: connects, sends a hello and takes the answer. Confined to the event loop. */
final class Dialer {
    private final ReportPort port;

    Dialer(ReportPort port) {
        this.port = port;
    }

    /** Makes one attempt; {@code then} is called exactly once with the outcome, on the event loop. */
    void dial(InetSocketAddress to, String kind, Consumer<DialOutcome> then) {
        int millis = (int) port.timing().dial().toMillis();
        Attempt attempt = new Attempt(kind, then);
        Bootstrap bootstrap = new Bootstrap().group(port.loop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new FrameDecoder(), FrameEncoder.INSTANCE, attempt);
                    }
                });
        attempt.timeout = port.later(port.timing().dial(),
                () -> attempt.finish(new DialOutcome.Silent("no answer within " + millis + " ms")));
        bootstrap.connect(to).addListener(connected -> {
            if (!connected.isSuccess()) {
                attempt.finish(failure(connected.cause()));
            }
        });

    }

    /**
     * The outcome of a failed connect. The JDK throws ConnectException for ECONNREFUSED and ETIMEDOUT only, the latter never
     * within our timeout; ENETUNREACH, which is about our own network, is a plain SocketException.
     */
    private static DialOutcome failure(Throwable cause) {
        String why = String.valueOf(cause.getMessage());
        return switch (cause) {
            case ConnectTimeoutException _ -> new DialOutcome.Silent(why);
            case NoRouteToHostException _ -> new DialOutcome.Unreachable(why);
            case ConnectException _ -> new DialOutcome.Refused();
            default -> new DialOutcome.Silent(why);
        };
    }

    /** One connection until somebody has answered. */
    private final class Attempt extends SimpleChannelInboundHandler<Frame> {
        private final String kind;
        private final Consumer<DialOutcome> then;
        private @Nullable Channel channel;
        private @Nullable Future<?> timeout;
        private boolean finished;

        Attempt(String kind, Consumer<DialOutcome> then) {
            super(Frame.class);
            this.kind = kind;
            this.then = then;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            channel = ctx.channel();
            if (finished) {
                Wire.close(ctx);
                return;
            }
            if (ctx.channel().localAddress().equals(ctx.channel().remoteAddress())) {
                // TCP's simultaneous open: on one host a connect to a free port can meet itself.
                finish(new DialOutcome.Refused());
                return;
            }
            Wire.send(ctx, Hello.of(kind, port.identity()));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
            switch (frame) {
                case Hello hello when hello.version() != Frame.VERSION ->
                    finish(new DialOutcome.Strange("a manager that speaks version " + hello.version()));
                case Hello hello -> finish(new DialOutcome.Greeted(ctx.channel(), hello.from()));
                case Failure failure -> finish(new DialOutcome.Strange("it says: " + failure.message()));
                case Frame.Ping _,Frame.Pong _,Frame.Drain _,Frame.Draining _,Frame.Audit _,Frame.Audited _,Frame.Goodbye _,DaemonFrame _ ->
                    finish(new DialOutcome.Strange("a peer that does not say hello first"));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            finish(new DialOutcome.Ended());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (cause instanceof DecoderException && cause.getCause() instanceof NotOursException notOurs) {
                finish(new DialOutcome.Strange(notOurs.what()));
            } else {
                finish(new DialOutcome.Ended());
            }
        }

        private void finish(DialOutcome outcome) {
            if (finished) {
                return;
            }
            finished = true;
            Future<?> running = timeout;
            if (running != null) {
                running.cancel(false);
            }

            Channel open = channel;
            if (open != null && !(outcome instanceof DialOutcome.Greeted)) {
                Wire.close(open);
            }
            then.accept(outcome);
        }
    }
}
