package io.reeve.reportport.peer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import io.reeve.api.cluster.MgrMap;
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
import io.reeve.report.protocol.FrameDecoder;
import io.reeve.report.protocol.Identity;
import io.reeve.report.protocol.Wire;
import io.reeve.report.protocol.WireText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that this manager keeps to one other manager's process. Confined to the event loop unless a method says
 * otherwise.
 *
 * <pre>
 * DIALING   → CONNECTED  the process with the expected gid answered and belongs to the cluster
 *           → DIALING    anything else, after a pause
 * CONNECTED → CHECKING   the peer ended it without a goodbye
 *           → DIALING    after a goodbye, or when the network failed
 * CHECKING  → CONNECTED  the same process answered: it is alive
 *           → DIALING    reported dead: refused twice, or another gid answered
 *           → DIALING    not reported: never an answer in time, unreachable, or the peer's own connection to us is open
 * any       → CLOSED     no longer in the map
 * </pre>
 */
final class PeerLink {
    enum State {
        DIALING, CONNECTED, CHECKING, CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);
    private static final Set<String> BY_PEER = Set.of("Connection reset", "Connection reset by peer", "Broken pipe");
    private static final int CHECKS = 10;
    /** The time between two attempts to write a proof: while ZooKeeper does not answer, each fails at once. */
    private static final Duration PROVE_AGAIN = Duration.ofSeconds(3);
    /** The lines for the audit channel whose answers are awaited; whoever sends them keeps no more either. */
    private static final int MOST_AUDITED = 100;

    private final MgrMap.Manager peer;
    private final ReportPort port;
    private final PeerConnections owner;
    private final Dialer dialer;
    private volatile State state = State.DIALING;
    private volatile long heardNanos;
    private volatile boolean active = true;
    private @Nullable Channel channel;
    private @Nullable InetSocketAddress address;
    private int failures;
    private int checks;
    private int nobody;
    private @Nullable Future<?> waiting;
    private String complaint = "";
    private String proof = "";
    private boolean proving;
    private long proveAgain;
    /** Requests to hand over that wait for an answer; they are kept until the connection ends. */
    private final Map<Long, CompletableFuture<Duration>> asked = new HashMap<>();
    private long lastAsked;
    /** The tasks to run when a line with this number is in the audit channel: of the last lines, until the connection ends. */
    private final TreeMap<Long, Runnable> audited = new TreeMap<>();

    PeerLink(MgrMap.Manager peer, ReportPort port, PeerConnections owner) {
        this.peer = peer;
        this.port = port;
        this.owner = owner;
        this.dialer = new Dialer(port);
    }

    MgrMap.Manager peer() {
        return peer;
    }

    State state() {
        return state;
    }

    /** Whether a recent ping has been answered. From any thread. */
    boolean isAlive() {
        return state == State.CONNECTED
                && owner.nanos() - heardNanos <= port.timing().alive().toNanos();
    }

    /** Whether the peer is alive and has not said that it is no longer active. From any thread. */
    boolean isActive() {
        return isAlive() && active;
    }

    void dial() {
        if (state == State.DIALING) {
            Resolver.resolve(port, peer.report(), this::dialAt);
        }
    }

    private void dialAt(InetSocketAddress resolved) {
        if (state != State.DIALING) {
            return;
        }
        if (resolved.isUnresolved() || resolved.getPort() == 0) {
            dialLater("its report address is not a known HOST:PORT");
            return;
        }
        address = resolved;
        dialer.dial(resolved, Frame.MANAGER, this::dialed);
    }

    private void dialed(DialOutcome outcome) {
        if (state != State.DIALING) {
            discard(outcome);
            return;
        }
        switch (outcome) {
            case DialOutcome.Greeted greeted -> greeted(greeted);
            case DialOutcome.Refused _ -> dialLater("nobody listens there");
            case DialOutcome.Unreachable unreachable -> dialLater(unreachable.why());
            case DialOutcome.Ended _ -> dialLater("it closed the connection");
            case DialOutcome.Silent silent -> dialLater(silent.why());
            case DialOutcome.Strange strange -> dialLater("what answers there is " + strange.what());
        }
    }

    private void greeted(DialOutcome.Greeted greeted) {
        Identity by = greeted.by();
        Identity self = port.identity();
        if (by.gid() != peer.gid()) {
            Wire.close(greeted.channel());
            dialLater("manager '" + WireText.printable(by.name(), 64) + "' with gid " + by.gid()
                    + " answers there; check --advertise-report of both");
        } else if (by.fsid().isEmpty() || self.fsid().isEmpty()) {
            Wire.close(greeted.channel());
            dialLater("one of the two does not know the cluster's id yet");
        } else if (!by.fsid().equals(self.fsid())) {
            Wire.close(greeted.channel());
            dialLater("it belongs to the cluster id '" + WireText.printable(by.fsid(), 64) + "'");
        } else {
            connected(greeted);
        }
    }

    /** Logs a new reason once, and tries again after a pause. */
    private void dialLater(String why) {
        if (!why.equals(complaint)) {
            complaint = why;
            LOG.info("not connected to manager '{}' (gid {}) at {}: {}", peer.name(), peer.gid(), peer.report(), why);
        }
        failures++;
        later(port.timing().redial().pause(failures), this::dial);
    }

    private void connected(DialOutcome.Greeted greeted) {
        Channel open = greeted.channel();
        channel = open;
        heardNanos = owner.nanos();
        active = true;
        state = State.CONNECTED;
        failures = 0;
        complaint = "";
        owner.hints().claimed(greeted.by().fsid(), greeted.by().epoch());
        open.pipeline().get(FrameDecoder.class).trust(Frame.MANAGER_LIMIT);
        open.pipeline().replace(open.pipeline().last(), "peer", new Conversation());
        LOG.debug("connected to manager '{}' (gid {}) at {}", peer.name(), peer.gid(), peer.report());
        owner.provedAlive(peer);
        proof = "";
        prove();
    }

    /** Writes into this manager's registration that the connection is its own, and has the peer look there. */
    private void prove() {
        if (proving) {
            return;
        }
        proving = true;
        var _ = owner.requests().announce(new PeerRequest.Connect(peer.gid())).whenComplete((nonce, failure) -> {
            boolean _ = port.run(() -> {
                proving = false;
                proof = failure == null ? nonce : "";
                proveAgain = owner.nanos() + PROVE_AGAIN.toNanos();
                if (!proof.isEmpty()) {
                    sendPing();
                }
            });
        });
    }

    /** Sends a ping, and tries again to prove the connection if that was not possible. */
    void ping() {
        sendPing();
        if (state == State.CONNECTED && proof.isEmpty() && owner.nanos() - proveAgain >= 0) {
            prove();
        }
    }

    /** Sends a ping; its number is the time, so that the pong shows how old the answer is. */
    private void sendPing() {
        Channel open = channel;
        if (state == State.CONNECTED && open != null && open.isWritable()) {
            Wire.send(open, new Ping(owner.nanos(), port.identity().epoch(), proof));
        }
    }

    /** Asks the peer to hand over; completes {@code answer} with the time that may take, zero if it cannot be asked. */
    void drain(long epoch, StepDown how, String proof, CompletableFuture<Duration> answer) {
        Channel open = channel;
        if (!isAlive() || open == null || !open.isWritable()) {
            answer.complete(Duration.ZERO);
            return;
        }
        asked.put(++lastAsked, answer);
        Wire.send(open, new Drain(lastAsked, epoch, how.why(), proof));
    }

    /** Sends a line for the audit channel; {@code written} is run if the peer answers that it is there. */
    void audit(long number, String line, String proof, Runnable written) {
        Channel open = channel;
        if (isAlive() && open != null && open.isWritable()) {
            audited.put(number, written);
            if (audited.size() > MOST_AUDITED) {
                var _ = audited.pollFirstEntry();
            }
            Wire.send(open, new Audit(number, line, proof));
        }
    }

    private void answered(Draining draining) {
        CompletableFuture<Duration> answer = asked.remove(draining.number());
        if (!draining.why().isEmpty()) {
            LOG.info("manager '{}' does not hand over by itself: {}", peer.name(),
                    WireText.printable(draining.why(), 200));
        }
        if (answer != null) {
            answer.complete(Duration.ofMillis(draining.millis()));
        }
    }

    private void written(long number) {
        Runnable written = audited.remove(number);
        if (written != null) {
            written.run();
        }
    }

    private void noMoreAnswers() {
        asked.values().forEach(answer -> answer.complete(Duration.ZERO));
        asked.clear();
        audited.clear();
    }

    void close() {
        state = State.CLOSED;
        Channel open = channel;
        channel = null;
        stopWaiting();
        noMoreAnswers();
        if (open != null) {
            Wire.close(open);
        }
    }

    private void ended(boolean goodbye, boolean networkFailed) {
        if (state != State.CONNECTED) {
            return;
        }
        channel = null;
        noMoreAnswers();
        if (goodbye || networkFailed) {
            state = State.DIALING;
            dialLater(goodbye ? "it said goodbye" : "the network failed");
            return;
        }
        state = State.CHECKING;
        checks = 0;
        nobody = 0;
        owner.suspected();
        check();
    }

    private void check() {
        InetSocketAddress to = address;
        if (state == State.CHECKING && to != null) {
            dialer.dial(to, Frame.MANAGER, this::checked);
        }
    }

    /** Takes the outcome of a reconnect that checks whether the peer is dead. */
    void checked(DialOutcome outcome) {
        if (state != State.CHECKING) {
            discard(outcome);
            return;
        }
        checks++;
        switch (outcome) {
            case DialOutcome.Greeted greeted when greeted.by().gid() == peer.gid() -> {
                state = State.DIALING;
                greeted(greeted);
            }
            case DialOutcome.Greeted greeted -> {
                Wire.close(greeted.channel());
                nobody = 2;
                suspect("the process with gid " + greeted.by().gid() + " answers at its address");
            }
            case DialOutcome.Refused _ -> {
                nobody++;
                suspect("its address refuses connections");
            }
            case DialOutcome.Unreachable unreachable when owner.wasPaused() ->
                giveUp("this process was stopped itself, and then: " + unreachable.why());
            // The network's word, not that of the peer's host: a route that is lost says nothing about the process.
            case DialOutcome.Unreachable unreachable -> suspect("its host is unreachable: " + unreachable.why());
            // A dying process may still take connections, and a busy one may drop them. No answer proves nothing, but
            // on a busy machine a dead peer's refusal may come too late for one attempt.
            case DialOutcome.Ended _ -> suspect("it closes connections at once");
            case DialOutcome.Silent silent -> suspect(silent.why());
            case DialOutcome.Strange strange -> giveUp("what answers there is " + strange.what());
        }
    }

    private void suspect(String why) {
        if (nobody >= 2 && !port.hasSession(peer.gid())) {
            owner.dead(peer, "its connection ended without a goodbye, and " + why);
            state = State.DIALING;
            dialLater("it is dead: " + why);
        } else if (checks < CHECKS) {
            later(port.timing().again(), this::check);
        } else {
            giveUp(port.hasSession(peer.gid()) ? why + ", but its own connection to this manager is open" : why);
        }
    }

    private void giveUp(String why) {
        state = State.DIALING;
        LOG.info("the connection to manager '{}' (gid {}) ended without a goodbye, but that does not prove it dead: {}",
                peer.name(), peer.gid(), why);
        dialLater(why);
    }

    private void later(Duration pause, Runnable task) {
        stopWaiting();
        waiting = port.later(pause, task);
    }

    private void stopWaiting() {
        Future<?> next = waiting;
        if (next != null) {
            next.cancel(false);
        }
    }

    private static void discard(DialOutcome outcome) {
        if (outcome instanceof DialOutcome.Greeted greeted) {
            Wire.close(greeted.channel());
        }
    }

    /** The handler of the established connection. */
    private final class Conversation extends SimpleChannelInboundHandler<Frame> {
        private boolean goodbye;
        private boolean networkFailed;

        Conversation() {
            super(Frame.class);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
            switch (frame) {
                case Pong pong -> {
                    // A number from the future is not one of our pings.
                    if (pong.number() - owner.nanos() <= 0 && pong.number() - heardNanos > 0) {
                        heardNanos = pong.number();
                        active = pong.active();
                    }
                    owner.hints().claimed(port.identity().fsid(), pong.epoch());
                }
                case Goodbye _ -> goodbye = true;
                case Failure failure -> {
                    LOG.info("manager '{}' closes the connection: {}", peer.name(), failure.message());
                    goodbye = true;
                }
                case Draining draining -> answered(draining);
                case Audited line -> written(line.number());
                case Hello _,Ping _,Drain _,Audit _,DaemonFrame _ ->
                    LOG.debug("manager '{}' sent {}, which is not expected", peer.name(), frame);
            }
        }

        /** Only an end that the peer's own system made is evidence; a timeout is the network's. */
        void failed(Throwable cause) {
            boolean byPeer = cause instanceof ClosedChannelException
                    || (cause instanceof IOException && BY_PEER.contains(String.valueOf(cause.getMessage())));
            networkFailed |= !byPeer;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failed(cause);
            Wire.close(ctx);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            ended(goodbye, networkFailed);
        }
    }
}
