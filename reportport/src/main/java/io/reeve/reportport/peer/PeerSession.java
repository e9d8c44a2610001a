package io.reeve.reportport.peer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateEvent;
import io.reeve.election.PeerRequest;
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
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An accepted connection of another manager: answers its pings and requests. Its end is not evidence of anything. */
final class PeerSession extends SimpleChannelInboundHandler<Frame> {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSession.class);
    private final ReportPort port;
    private final PortPhase.Serving serving;
    private final Identity peer;
    private boolean proved;
    private boolean proving;

    PeerSession(ReportPort port, PortPhase.Serving serving, Identity peer) {
        super(Frame.class);
        this.port = port;
        this.serving = serving;
        this.peer = peer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
        switch (frame) {
            case Ping ping -> pong(ctx, ping);
            case Drain drain -> drain(ctx, drain);
            case Audit audit -> audit(ctx, audit);
            case Goodbye _,Failure _ -> Wire.close(ctx);
            case Hello _,Pong _,Draining _,Audited _,DaemonFrame _ ->
                close(ctx, "it sent a frame that is not expected here");
        }
    }

    /** Hands over if the request stands in the peer's registration; what stands there counts, not the frame. */
    private void drain(ChannelHandlerContext ctx, Drain drain) {
        whenFound(drain.proof(), found -> {
            if (found.orElse(null) instanceof PeerRequest.HandOver(long epoch, StepDown how)
                    && epoch == drain.epoch()) {
                handOver(ctx, drain.number(), epoch, how);
            } else {
                unproved("hand over in epoch " + drain.epoch());
                Wire.send(ctx, new Draining(drain.number(), 0, "the request is not in the registration of manager '"
                        + WireText.printable(peer.name(), 64) + "' in ZooKeeper"));
            }
        });
    }

    private void handOver(ChannelHandlerContext ctx, long number, long epoch, StepDown how) {
        Duration most = serving.peers().stepDown().begin(by(), epoch, how);
        if (most.isPositive()) {
            LOG.info("manager '{}' asks this one to hand over in epoch {}: {}", WireText.printable(peer.name(), 64),
                    epoch, WireText.printable(how.why(), 200));
            Wire.send(ctx, new Draining(number, most.toMillis()));
        }
    }

    private void audit(ChannelHandlerContext ctx, Audit audit) {
        whenFound(audit.proof(), found -> {
            if (found.orElse(null) instanceof PeerRequest.Audit proved
                    && proved.equals(PeerRequest.Audit.of(audit.line()))) {
                serving.peers()
                        .audit()
                        .write(by(), audit.line().replaceAll("\\p{Cntrl}", "?"),
                                () -> Wire.send(ctx, new Audited(audit.number())));
            } else {
                unproved("write a line into the audit channel");
            }
        });
    }

    private void whenFound(String proof, Consumer<Optional<PeerRequest>> then) {
        var _ = serving.requests().find(peer, proof, proved).thenAccept(found -> port.run(() -> then.accept(found)));
    }

    private void unproved(String what) {
        port.strangers()
                .warn("report port: a process that calls itself manager '" + WireText.printable(peer.name(), 64)
                        + "' (gid " + peer.gid() + ") asks this one to " + what
                        + ", but its registration in ZooKeeper does not say so: refused. A manager of an older release"
                        + " asks like this; upgrade it");
    }

    private String by() {
        return "mgr." + WireText.printable(peer.name(), 64);
    }

    private void pong(ChannelHandlerContext ctx, Ping ping) {
        serving.peers().hints().claimed(peer.fsid(), ping.epoch());
        if (!ctx.channel().isWritable()) {
            close(ctx, "it sends pings and does not read the answers");
            return;
        }
        Wire.send(ctx, new Pong(ping.number(), port.identity().epoch(), serving.peers().active().getAsBoolean()));
        prove(ctx, ping.proof());
    }

    /** Looks once at a time whether the peer's registration says that this connection is its own. */
    private void prove(ChannelHandlerContext ctx, String proof) {
        if (proved || proving || proof.isEmpty()) {
            return;
        }
        proving = true;
        whenFound(proof, found -> {
            proving = false;
            if (found.orElse(null) instanceof PeerRequest.Connect(long to) && to == port.identity().gid()) {
                proved = true;
                port.proved(peer.gid(), ctx.channel());
            }
        });
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
