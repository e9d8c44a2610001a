package io.reeve.maps;

import io.reeve.api.HealthCheck;
import io.reeve.api.NotifyType;
import io.reeve.api.cluster.MgrMap;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.data.PlacementGroups;
import io.reeve.election.ClusterPaths;
import io.reeve.election.FencedWriter;
import io.reeve.election.ZooKeeperAccess;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.health.ClusterHealth;
import io.reeve.maps.health.GroupWatch;
import io.reeve.maps.mon.EnsembleWatch;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.OsdMapView;
import io.reeve.store.EnsembleReader;
import io.reeve.store.NodeReads;
import io.reeve.store.health.HealthMutes;
import io.reeve.store.health.HealthStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's maps while this manager is active. Keeps them, watches the ZooKeeper ensemble, makes the cluster's health
 * checks, and puts all of it into the cluster's state.
 */
public final class ActiveMaps implements AutoCloseable {
    private final ClusterState state;
    private final Storage storage;
    private final Health health;
    private final FencedWriter writer;
    private final BiConsumer<NotifyType, String> notify;
    private final MapKeeper keeper;
    private final EnsembleWatch ensemble;
    private final CountDownLatch loaded = new CountDownLatch(1);
    private @Nullable List<HealthCheck> lastChecks; // the keeper's thread only, as what follows
    private final GroupWatch groups = new GroupWatch();
    private long standbySeen = System.nanoTime();

    /**
     * The cluster's durable state.
     *
     * @param reads    reads of ZooKeeper
     * @param ensemble the ensemble, as the session sees it
     * @param access   the servers, and how this manager connects to them
     * @param fsid     the cluster's unique id
     */
    public record Storage(NodeReads reads, EnsembleReader ensemble, ClusterPaths paths, ZooKeeperAccess access,
            String fsid,
            Clock clock) {}

    /** The receivers of health checks. */
    public record Health(HealthStore store, HealthMutes mutes) {}

    /**
     * @param notify notifies the modules, with a type and an id
     */
    public ActiveMaps(Storage storage, FencedWriter writer, ClusterState state, Health health,
            BiConsumer<NotifyType, String> notify) {
        this.storage = storage;
        this.writer = writer;
        this.state = state;
        this.health = health;
        this.notify = notify;
        this.keeper = new MapKeeper(
                MapStores.of(storage.reads(), storage.paths(), storage.fsid(), storage.clock().millis()), writer,
                new StateSource(state, storage.clock()), this::round);
        state.onPublished(this::published);
        this.ensemble = new EnsembleWatch(storage.ensemble(), storage.access(), storage.fsid(), storage.clock(),
                this::ensemble);
    }

    /** Asks for the stored maps, so that they are there sooner. To be called once, before {@link #start}; does not wait. */
    public void ask() {
        keeper.ask();
    }

    /** Starts the threads. To be called once; does not wait. */
    public void start() {
        keeper.start();
        ensemble.start();
    }

    /** Waits until the maps are in the cluster's state; false after the limit. */
    public boolean awaitLoaded(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        if (!loaded.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            var _ = state.upToDate().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /** The keeper of the maps. */
    public MapKeeper keeper() {
        return keeper;
    }

    /** The ZooKeeper ensemble; empty until it has been probed once. */
    public Optional<MonMap> mons() {
        return Optional.ofNullable(state.snapshot().part(MapParts.MON_MAP));
    }

    private void ensemble(MonMap map) {
        List<StateParts.Monitor> monitors = map.mons()
                .stream()
                .map(m -> new StateParts.Monitor(m.name(), m.address(), m.version()))
                .toList();
        state.change(to -> {
            to.set(MapParts.MON_MAP, map);
            to.set(StateParts.MONITORS, monitors);
        });
    }

    private void round(MapKeeper.Round round) {
        ClusterMaps before = round.before();
        if (before == null || before.osd().map().epoch() != round.maps().osd().map().epoch()) {
            state.set(MapParts.OSD_MAP, round.maps().osd());
            state.set(StateParts.OSDS, MapParts.view(round.maps().osd().map()));
        }
        if (before == null || before.fs().epoch() != round.maps().fs().epoch()) {
            state.set(MapParts.FS_MAP, round.maps().fs());
        }
        loaded.countDown();
        judge(round);
    }

    /** Notifies modules of new maps, which they then find in the state. */
    private void published(Snapshot before, Snapshot now) {
        OsdMapView osd = now.part(MapParts.OSD_MAP);
        FsMap fs = now.part(MapParts.FS_MAP);
        MonMap mons = now.part(MapParts.MON_MAP);
        if (osd != null && now.differs(MapParts.OSD_MAP, before)) {
            notify.accept(NotifyType.OSD_MAP, Long.toString(osd.map().epoch()));
        }
        if (fs != null && now.differs(MapParts.FS_MAP, before)) {
            notify.accept(NotifyType.FS_MAP, Long.toString(fs.epoch()));
        }
        if (mons != null && now.differs(MapParts.MON_MAP, before)) {
            notify.accept(NotifyType.MON_MAP, Long.toString(mons.epoch()));
        }
    }

    private void judge(MapKeeper.Round round) {
        List<HealthCheck> known = lastChecks == null
                ? health.store().all().getOrDefault(HealthStore.CLUSTER, List.of())
                : lastChecks;
        Snapshot now = state.snapshot();
        List<HealthCheck> checks = ClusterHealth.of(
                new ClusterHealth.Sources(round.maps().osd().map(), round.maps().fs(), now.daemons(),
                        PlacementGroups.of(now), groups,
                        new ClusterHealth.Moment(System.nanoTime(), storage.clock().instant()), mons().orElse(null),
                        round.judging(), alone()),
                known);
        if (!checks.equals(lastChecks)) {
            health.store().set(HealthStore.CLUSTER, checks);
            lastChecks = checks;
        }
        health.mutes()
                .review(writer, health.store().all().values().stream().flatMap(List::stream).toList(),
                        storage.clock().millis());
    }

    private Duration alone() {
        MgrMap managers = state.snapshot().part(StateParts.MGR_MAP);
        long now = System.nanoTime();
        if (managers != null && !managers.standbys().isEmpty()) {
            standbySeen = now;
        }
        return Duration.ofNanos(now - standbySeen);
    }

    private record StateSource(ClusterState state, Clock clock) implements MapKeeper.DaemonStates {
        @Override
        public DaemonTable daemons() {
            return state.snapshot().daemons();
        }

        @Override
        public DaemonSettings settings() {
            return state.reports().settings();
        }

        @Override
        public Duration period() {
            return state.reports().expected();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long millis() {
            return clock.millis();
        }
    }

    @Override
    public void close() {
        ensemble.close();
        keeper.close();
    }
}
