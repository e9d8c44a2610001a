package io.reeve.election;

import io.reeve.api.cluster.MgrMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registration of a manager under its name, which is unique in the cluster. Its calls block. */
final class Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_MILLIS = 100;
    private static final long SAY_SO_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final ClusterPaths paths;
    private final NameProbe probe;
    private final Evictor evictor;
    private final Supplier<MgrMap.Manager> self;
    private final Supplier<byte[]> content;

    /** The removal of the nodes of a dead process. */
    interface Evictor {
        boolean evict(String name, long gid, String why);
    }

    /** @param content what the node has: {@code self}, and its requests to others */
    Registration(ClusterPaths paths, NameProbe probe, Evictor evictor, Supplier<MgrMap.Manager> self,
            Supplier<byte[]> content) {
        this.content = content;
        this.paths = paths;
        this.probe = probe;
        this.evictor = evictor;
        this.self = self;
    }

    /**
     * Registers under this ZooKeeper session. If it is unknown whether a holder of the name is alive, waits for its
     * session to end.
     */
    void register(ZkHandle zk) throws NameTakenException, InterruptedException {
        Waited waited = null;
        while (true) {
            Optional<ZkHandle.Node> held = ZkFutures.await(zk.get(path()), PATIENCE, "read " + path());
            if (held.isEmpty() ? tryTake(zk, null) : mine(zk, held.get()) && tryTake(zk, held.get())) {
                return;
            }
            if (held.isEmpty() || mine(zk, held.get())) {
                continue;
            }
            boolean sameHolder = waited != null && waited.czxid == held.get().stat().getCzxid();
            waited = sameHolder && waited != null
                    ? waited
                    : new Waited(held.get().stat().getCzxid(), System.nanoTime());
            settle(zk, held.get(), waited);
        }
    }

    /** The wait for one holder of the name. */
    private static final class Waited {
        final long czxid;
        final long since;
        long saidAt;
        boolean probed;

        Waited(long czxid, long since) {
            this.czxid = czxid;
            this.since = since;
            saidAt = since - SAY_SO_NANOS;
        }
    }

    private void settle(ZkHandle zk, ZkHandle.Node held, Waited waited)
            throws NameTakenException, InterruptedException {
        MgrMap.Manager holder = parse(held);
        long now = System.nanoTime();
        // A ZooKeeper session that was dead when the wait began is expired by now.
        boolean outlived = now - waited.since > zk.timeout().toNanos() + TimeUnit.SECONDS.toNanos(1);
        NameProbe.Verdict verdict = NameProbe.Verdict.UNKNOWN;
        if (holder != null && (!waited.probed || outlived)) {
            waited.probed = true;
            verdict = probe.probe(holder);
        }
        switch (verdict) {
            case ALIVE -> throw new NameTakenException(orUnknown(holder));
            case GONE -> takeOver(zk, held, orUnknown(holder));
            case UNKNOWN -> {
                if (outlived) {
                    throw new NameTakenException(orUnknown(holder));
                }
                sayWaiting(zk, holder, waited, now);
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
        }
    }

    private void sayWaiting(ZkHandle zk, MgrMap.@Nullable Manager holder, Waited waited, long now) {
        if (now - waited.saidAt >= SAY_SO_NANOS) {
            waited.saidAt = now;
            MgrMap.Manager who = orUnknown(holder);
            LOG.warn(
                    "the name '{}' is held by host {}, pid {}, {}; it is not known whether that process is alive: waiting for its session to"
                            + " end, up to {} ms",
                    self.get().name(), who.host(), who.pid(), who.url(), zk.timeout().toMillis());
        }
    }

    private void takeOver(ZkHandle zk, ZkHandle.Node held, MgrMap.Manager holder) throws InterruptedException {
        LOG.info("taking the name '{}' over: its holder with pid {} on {} is gone", holder.name(), holder.pid(), holder
                .host());
        evictor.evict(holder.name(), holder.gid(), "its process is gone, and another one starts under its name");
        tryTake(zk, held);
    }

    /** Creates the node, in place of {@code held} if that still exists. */
    private boolean tryTake(ZkHandle zk, ZkHandle.@Nullable Node held) throws InterruptedException {
        byte[] data = content.get();
        List<Op> ops;
        if (held == null) {
            ops = List.of(ZkHandle.createEphemeral(path(), data));
        } else if (held.stat().getEphemeralOwner() == zk.sessionId()) {
            ops = List.of(Op.setData(path(), data, held.stat().getVersion()));
        } else {
            if (held.stat().getEphemeralOwner() == 0) {
                NodeTree.empty(zk, path());
            }
            ops = List.of(Op.delete(path(), held.stat().getVersion()), ZkHandle.createEphemeral(path(), data));
        }
        MultiOutcome outcome = ZkFutures.await(zk.multi(ops), PATIENCE, "register at " + path());
        if (outcome instanceof MultiOutcome.Lost(var code)) {
            throw new UnavailableException("register at " + path() + ": " + code,
                    new IllegalStateException(code.toString()));
        }
        if (outcome instanceof MultiOutcome.Refused refused && refused.isForGood()) {
            throw new UnavailableException("ZooKeeper refuses to register at " + path() + ": " + refused.code()
                    + ". Give the managers 'create' and 'delete' on " + paths.managers(),
                    new IllegalStateException(refused.code().toString()));
        }
        return outcome instanceof MultiOutcome.Done;
    }

    /** Whether the node belongs to this process, or to no ZooKeeper session at all. */
    private boolean mine(ZkHandle zk, ZkHandle.Node held) {
        long owner = held.stat().getEphemeralOwner();
        MgrMap.Manager holder = parse(held);
        return owner == 0 || owner == zk.sessionId() || (holder != null && holder.gid() == self.get().gid());
    }

    private MgrMap.@Nullable Manager parse(ZkHandle.Node held) {
        try {
            return NodeContent.readManager(self.get().name(), held.data());
        } catch (NodeContent.GarbageException e) {
            LOG.debug("garbage in ZooKeeper node {}: {}", path(), e.getMessage());
            return null;
        }
    }

    private MgrMap.Manager orUnknown(MgrMap.@Nullable Manager holder) {
        return holder != null
                ? holder
                : new MgrMap.Manager(self.get().name(), 0, "unknown", 0, "unknown", "unknown", "unknown", null,
                        List.of(), Map.of());
    }

    private String path() {
        return paths.manager(self.get().name());
    }
}
