package io.reeve.reportport.peer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateEvent;
import io.reeve.election.StepDown;
import io.reeve.report.protocol.DaemonFrame;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Frame.Audit;
import io.reeve.report.protocol.Frame.Audited;
import io.reeve.report.protocol.Frame.Drain;
import io.reeve.report.protocol.Frame.Draining;
import io.reeve.report.protocol.Frame.Failure;
import io.reeve.report.protocol.Frame.Goodbye;
import io.reeve.report.protocol.Frame.Hello;
import io.reeve.report.protocol.Frame.Ping;
import io.reeve.report.protocol.Frame.Pong;
import io.reeve.report.protocol.Identity;
import io.reeve.report.protocol.NotOursException;
import io.reeve.report.protocol.Wire;
import io.reeve.report.protocol.WireText;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An accepted connection of another manager: answers its pings and requests. Its end is not evidence of anything. */
final class PeerSession extends SimpleChannelInboundHandler<Frame> {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSession.class);
    private final ReportPort port;
    private final Identity peer;

    PeerSession(ReportPort port, Identity peer) {
        super(Frame.class);
        this.port = port;
        this.peer = peer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
        switch (frame) {
            case Ping ping -> pong(ctx, ping);
            case Drain drain -> drain(ctx, drain);
            case Audit audit -> port.audit("mgr." + WireText.printable(peer.name(), 64),
                    audit.line().replaceAll("\\p{Cntrl}", "?"), () -> Wire.send(ctx, new Audited(audit.number())));
            case Goodbye _,Failure _ -> Wire.close(ctx);
            case Hello _,Pong _,Draining _,Audited _,DaemonFrame _ ->
                close(ctx, "it sent a frame that is not expected here");
        }
    }

    private void drain(ChannelHandlerContext ctx, Drain drain) {
        Duration most = port.stepDown(drain.epoch(), new StepDown(drain.why(), drain.down()));
        if (most.isPositive()) {
            LOG.info("manager '{}' asks this one to hand over in epoch {}: {}", WireText.printable(peer.name(), 64),
                    drain.epoch(),
                    WireText.printable(drain.why(), 200));
            Wire.send(ctx, new Draining(drain.number(), most.toMillis()));
        }
    }

    private void pong(ChannelHandlerContext ctx, Ping ping) {
        port.hints().claimed(peer.fsid(), ping.epoch());
        if (!ctx.channel().isWritable()) {
            close(ctx, "it sends pings and does not read the answers");
            return;
        }
        Wire.send(ctx, new Pong(ping.number(), port.identity().epoch(), port.isActive()));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            close(ctx, "nothing heard for " + port.timing().idle().toSeconds() + " s");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException && cause.getCause() instanceof NotOursException notOurs) {
            close(ctx, notOurs.what());
        } else {
            Wire.close(ctx);
        }
    }

    private void close(ChannelHandlerContext ctx, String why) {
        port.strangers()
                .warn("report port: closed the connection from manager '" + WireText.printable(peer.name(), 64)
                        + "' (" + ctx.channel().remoteAddress() + "): " + why);
        Wire.close(ctx);
    }
}
