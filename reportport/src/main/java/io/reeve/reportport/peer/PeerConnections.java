package io.reeve.reportport.peer;

import io.netty.util.concurrent.Future;
import io.reeve.api.cluster.MgrMap;
import io.reeve.election.PeerRequest;
import io.reeve.election.PeerRequests;
import io.reeve.election.StepDown;
import io.reeve.report.protocol.Identity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that this manager keeps to every other live manager, over which each has proved its gid and epoch. They
 * give evidence of death much sooner than ZooKeeper's session timeout, hints of new epochs, and whether a peer is alive.
 */
public final class PeerConnections implements Consumer<MgrMap>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerConnections.class);

    private final ReportPort port;
    private final PeerRequests requests;
    private final EpochHints hints;
    private final PeerListener listener;
    private final LongSupplier nanos;
    private final FalseAlarms falseAlarms;
    private final Future<?> ticking;
    private volatile Map<Long, PeerLink> links = Map.of();
    private long lastTick;
    private long lastPause;
    private volatile boolean closed;

    /**
     * Connects over that port; to no peer until the first {@link #update}.
     *
     * @param requests where this manager announces its requests, which proves them
     * @param hints    the receiver of the epochs that peers claim
     */
    public PeerConnections(ReportPort port, PeerRequests requests, EpochHints hints, PeerListener listener) {
        this(port, requests, hints, listener, System::nanoTime);
    }

    PeerConnections(ReportPort port, PeerRequests requests, EpochHints hints, PeerListener listener,
            LongSupplier nanos) {
        this.port = port;
        this.requests = requests;
        this.hints = hints;
        this.listener = listener;
        this.nanos = nanos;
        this.falseAlarms = new FalseAlarms(port.timing().suppression().toNanos(), nanos);
        this.lastTick = nanos.getAsLong();
        this.lastPause = lastTick - port.timing().pause().toNanos() * 2;
        this.ticking = port.every(port.timing().ping(), this::tick);
    }

    /** Connects to the managers that are new in the map, and disconnects from those that are no longer in it. From any thread. */
    public void update(MgrMap map) {
        port.run(() -> follow(map));
    }

    /** Takes a map as {@link #update} does. */
    @Override
    public void accept(MgrMap map) {
        update(map);
    }

    /** Whether that process has answered on its connection within the last 1.5 s; for tests. From any thread. */
    boolean isConnected(long gid) {
        PeerLink link = links.get(gid);
        return link != null && link.isAlive();
    }

    /**
     * Asks that process to hand over in that epoch. Completes with the time that it may take once it has agreed, with zero if
     * it cannot be asked, and never if it does not answer. From any thread.
     */
    public CompletableFuture<Duration> askToHandOver(long gid, long epoch, StepDown how) {
        CompletableFuture<Duration> answer = new CompletableFuture<>();
        PeerLink link = links.get(gid);
        if (link == null) {
            answer.complete(Duration.ZERO);
            return answer;
        }
        var _ = requests.announce(new PeerRequest.HandOver(epoch, how)).whenComplete((proof, failure) -> {
            if (failure != null || !port.run(() -> link.drain(epoch, how, proof, answer))) {
                answer.complete(Duration.ZERO);
            }
        });
        return answer;
    }

    /**
     * Asks the active of that map to write a line of this manager to the audit channel. From any thread.
     *
     * @param number  the line's number, the same each time that it is sent
     * @param written is run on the port's thread once the line is written; not run if that is unknown. It must not block.
     */
    public void tellActive(MgrMap map, long number, String line, Runnable written) {
        MgrMap.Active active = map.active();
        PeerLink link = active == null ? null : links.get(active.manager().gid());
        if (link != null) {
            var _ = requests.announce(PeerRequest.Audit.of(line))
                    .thenAccept(proof -> port.run(() -> link.audit(number, line, proof, written)));
        }
    }

    PeerRequests requests() {
        return requests;
    }

    EpochHints hints() {
        return hints;
    }

    /** Whether that process has answered within the last 1.5 s and has not said that it is no longer active. From any thread. */
    public boolean isActive(long gid) {
        PeerLink link = links.get(gid);
        return link != null && link.isActive();
    }

    /** Disconnects from all peers. Close the port afterwards, with a goodbye if this manager stops in good order. */
    @Override
    public void close() {
        closed = true;
        ticking.cancel(false);
        port.run(() -> follow(List.of()));
    }

    private void follow(MgrMap map) {
        if (closed) {
            return;
        }
        Identity self = port.identity();
        List<MgrMap.Manager> others = new ArrayList<>(map.standbys());
        MgrMap.Active active = map.active();
        if (active != null) {
            others.add(active.manager());
        }
        // An entry with our name and another gid is our predecessor's: its address is ours now.
        others.removeIf(manager -> manager.gid() == self.gid() || manager.name().equals(self.name()));
        follow(others);
    }

    private void follow(List<MgrMap.Manager> others) {
        Map<Long, PeerLink> old = new HashMap<>(links);
        Map<Long, PeerLink> next = new HashMap<>();
        List<PeerLink> fresh = new ArrayList<>();
        for (MgrMap.Manager manager : others) {
            PeerLink link = old.get(manager.gid());
            if (link != null && link.peer().report().equals(manager.report())) {
                old.remove(manager.gid());
                next.put(manager.gid(), link);
            } else {
                PeerLink made = new PeerLink(manager, port, this);
                fresh.add(made);
                next.put(manager.gid(), made);
            }
        }
        links = Map.copyOf(next);
        old.values().forEach(PeerLink::close);
        fresh.forEach(PeerLink::dial);
    }

    private void tick() {
        long now = nanos.getAsLong();
        if (now - lastTick > port.timing().pause().toNanos()) {
            lastPause = now;
            LOG.warn("this process stood still for {} ms", (now - lastTick) / 1_000_000);
        }
        lastTick = now;
        links.values().forEach(PeerLink::ping);
    }

    /** Whether this process itself was paused just now, so that what it observes may be old. */
    boolean wasPaused() {
        long now = nanos.getAsLong();
        long pause = port.timing().pause().toNanos();
        return now - lastTick > pause || now - lastPause < 2 * pause;
    }

    long nanos() {
        return nanos.getAsLong();
    }

    void provedAlive(MgrMap.Manager peer) {
        if (falseAlarms.provedAlive(peer.gid())) {
            LOG.warn("manager '{}' (gid {}) was reported dead but is alive; such evidence about it is ignored for {} s."
                    + " Look for a firewall that rejects connections to {}", peer.name(), peer.gid(),
                    port.timing().suppression().toSeconds(), peer.report());
        }
    }

    void suspected() {
        listener.suspected();
    }

    void dead(MgrMap.Manager peer, String why) {
        if (falseAlarms.isSuppressed(peer.gid())) {
            LOG.warn("manager '{}' (gid {}) looks dead again, which is ignored this time: {}", peer.name(), peer.gid(),
                    why);
            return;
        }
        falseAlarms.reportedDead(peer.gid());
        try {
            listener.dead(peer.name(), peer.gid(), why); // before all else: requests are waiting
        } catch (RuntimeException e) {
            LOG.error("the evidence that manager '{}' is dead could not be handed over", peer.name(), e);
        }
        LOG.warn("manager '{}' (gid {}) is dead: {}", peer.name(), peer.gid(), why);
    }

    /** The link to that process, for tests. */
    @Nullable
    PeerLink link(long gid) {
        return links.get(gid);
    }

    /** The state of the link to that process, for tests. */
    PeerLink.State state(long gid) {
        PeerLink link = links.get(gid);
        return link == null ? PeerLink.State.CLOSED : link.state();
    }
}
