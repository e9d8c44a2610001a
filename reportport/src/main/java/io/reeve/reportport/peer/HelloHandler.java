package io.reeve.reportport.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Future;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Frame.Failure;
import io.reeve.report.protocol.Frame.Hello;
import io.reeve.report.protocol.FrameDecoder;
import io.reeve.report.protocol.Identity;
import io.reeve.report.protocol.NotOursException;
import io.reeve.report.protocol.Wire;
import io.reeve.report.protocol.WireText;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The handler of the first frame of an accepted connection. The kind of the hello decides which handler follows. */
final class HelloHandler extends SimpleChannelInboundHandler<Frame> {
    private static final String STARTING = "this manager is starting; try again";

    private final ReportPort port;
    private @Nullable Future<?> timeout;

    HelloHandler(ReportPort port) {
        super(Frame.class);
        this.port = port;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (port.unidentified().enter(ctx.channel())) {
            port.strangers().warn("report port: too many connections that do not say who they are; closed the oldest");
        }
        timeout = port.later(port.timing().handshake(), () -> tooSlow(ctx));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave(ctx);
    }

    private void leave(ChannelHandlerContext ctx) {
        port.unidentified().leave(ctx.channel());
        Future<?> running = timeout;
        if (running != null) {
            running.cancel(false);
        }
    }

    private void tooSlow(ChannelHandlerContext ctx) {
        refuse(ctx, "no hello within " + port.timing().handshake().toMillis() + " ms");
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) throws NotOursException {
        if (!(frame instanceof Hello hello)) {
            refuse(ctx, "the first frame must be a hello");
            return;
        }
        if (hello.version() != Frame.VERSION) {
            refuse(ctx, "it speaks version " + hello.version() + " of the protocol, this manager version "
                    + Frame.VERSION + "; run the same release on both");
            return;
        }
        switch (hello.kind()) {
            case Frame.PROBE -> Wire.sendAndClose(ctx, answer(ctx));
            case Frame.MANAGER -> manager(ctx, hello.from());
            case Frame.DAEMON -> daemon(ctx, hello.from());
            default -> refuse(ctx, "the kind '" + WireText.printable(hello.kind(), 64)
                    + "' is not known to this release; it knows: daemon, manager, probe");
        }
    }

    private Hello answer(ChannelHandlerContext ctx) {
        leave(ctx);
        return Hello.of(Frame.MANAGER, port.identity());
    }

    private void manager(ChannelHandlerContext ctx, Identity peer) throws NotOursException {
        Wire.send(ctx, answer(ctx));
        String refusal = refusal(peer, port.identity());
        if (refusal != null) {
            refuse(ctx, refusal);
            return;
        }
        if (!(port.phase() instanceof PortPhase.Serving serving)) {
            refuse(ctx, STARTING);
            return;
        }
        port.claimed(ctx.channel());
        serving.peers().hints().claimed(peer.fsid(), peer.epoch());
        FrameDecoder decoder = ctx.pipeline().get(FrameDecoder.class);
        decoder.trust(Frame.MANAGER_LIMIT);
        decoder.account(port.managerFrames().account(ctx.channel()));
        ctx.pipeline()
                .addBefore(ReportPort.LAST, null,
                        new IdleStateHandler(port.timing().idle().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                .addBefore(ReportPort.LAST, null, new PeerSession(port, serving, peer));
        ctx.pipeline().remove(this);
    }

    private void daemon(ChannelHandlerContext ctx, Identity daemon) {
        String cluster = port.identity().cluster();
        if (!daemon.cluster().isEmpty() && !daemon.cluster().equals(cluster)) {
            refuse(ctx, "daemon '" + WireText.printable(daemon.name(), 64) + "' belongs to the cluster '"
                    + WireText.printable(daemon.cluster(), 64) + "', this manager to '" + cluster + "'");
        } else if (port.phase() instanceof PortPhase.Serving serving) {
            leave(ctx);
            ctx.pipeline().remove(this);
            serving.daemons().accept(ctx.channel(), daemon);
        } else {
            refuse(ctx, STARTING);
        }
    }

    private static @Nullable String refusal(Identity peer, Identity self) {
        if (!peer.cluster().equals(self.cluster())) {
            return "manager '" + WireText.printable(peer.name(), 64) + "' belongs to the cluster '"
                    + WireText.printable(peer.cluster(), 64) + "', this one to '" + self.cluster() + "'";
        }
        if (self.fsid().isEmpty() || peer.fsid().isEmpty()) {
            return "the cluster's id is not known yet; try again";
        }
        return peer.fsid().equals(self.fsid())
                ? null
                : "manager '" + WireText.printable(peer.name(), 64) + "' belongs to the cluster id '"
                        + WireText.printable(peer.fsid(), 64) + "', this one to '" + self.fsid() + "'";
    }

    private void refuse(ChannelHandlerContext ctx, String why) {
        leave(ctx);
        port.strangers().warn("report port: closed the connection from " + ctx.channel().remoteAddress() + ": " + why);
        Wire.sendAndClose(ctx, new Failure(why));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (reason instanceof NotOursException notOurs && !notOurs.http()) {
            refuse(ctx, notOurs.what());
        } else if (reason instanceof NotOursException notOurs) {
            leave(ctx);
            port.strangers()
                    .warn("report port: closed the connection from " + ctx.channel().remoteAddress() + ": "
                            + notOurs.what());
            // Bypasses our encoder: a browser cannot read frames.
            Wire.sendAndClose(ctx.pipeline().firstContext(), Unpooled.copiedBuffer(HTTP_ANSWER, US_ASCII));
        } else {
            leave(ctx);
            Wire.close(ctx);
        }
    }

    private static final String HTTP_BODY = "This is Reeve's report port, for managers and daemons."
            + " Browsers and commands use the HTTP port.\n";
    private static final String HTTP_ANSWER = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: "
            + HTTP_BODY.length() + "\r\nConnection: close\r\n\r\n" + HTTP_BODY;
}
