package io.reeve.maps;

import io.reeve.api.FrozenException;
import io.reeve.api.NotActiveException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.daemon.GracePeriod;
import io.reeve.election.FencedWriter;
import io.reeve.election.FencedWriter.ConflictException;
import io.reeve.maps.fs.FsDraft;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.fs.FsMonitor;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.OsdMapChange;
import io.reeve.maps.osd.OsdMapDraft;
import io.reeve.maps.osd.OsdMapView;
import io.reeve.maps.osd.OsdMonitor;
import io.reeve.store.TooLargeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of the cluster's maps while this manager is active. Every second, and for each command that changes something,
 * its thread makes the next epoch of what has changed and writes it in one transaction. Others read {@link #maps}.
 *
 * <pre>
 * loading → keeping ⇄ loading again, after a write whose outcome is not known → over (no longer active, or closed)
 * </pre>
 */
public final class MapKeeper implements AutoCloseable {
    private static final long TICK_MILLIS = 1_000;
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(MapKeeper.class);

    /** The source of the daemons' states and of the settings for them. */
    public interface DaemonStates {
        DaemonTable daemons();

        /** The settings in force. */
        DaemonSettings settings();

        /** The longest time between two reports of a healthy daemon now. */
        Duration period();

        /** The clock of {@link io.reeve.cluster.daemon.DaemonState#heardNanos}. */
        long nanos();

        long millis();
    }

    /**
     * One round of the keeper.
     *
     * @param maps    the maps after the round
     * @param before  the maps before the round; null in the first
     * @param judging whether silent daemons count as gone
     */
    public record Round(ClusterMaps maps, @Nullable ClusterMaps before, boolean judging) {}

    private final MapStores stores;
    private final FencedWriter writer;
    private final DaemonStates source;
    private final Consumer<Round> listener;
    private final OsdMonitor osds = new OsdMonitor();
    private final long startNanos;
    private final LinkedBlockingQueue<MapChangeRequest<?>> requests = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("reeve-maps").unstarted(this::run);
    private volatile @Nullable ClusterMaps maps;
    private volatile boolean over;
    private boolean stale = true; // the thread's own, as what follows
    private @Nullable ClusterMaps published;
    private int most = Integer.MAX_VALUE;

    /**
     * @param listener called after each round, on the keeper's thread
     */
    public MapKeeper(MapStores stores, FencedWriter writer, DaemonStates source, Consumer<Round> listener) {
        this.stores = stores;
        this.writer = writer;
        this.source = source;
        this.listener = listener;
        this.startNanos = source.nanos();
    }

    /** Asks for the stored maps, before the thread starts. Does not wait. To be called when no other manager can write any more. */
    public void ask() {
        stores.osd().ask();
        stores.fs().ask();
    }

    /** Starts the thread. To be called once. */
    public void start() {
        thread.start();
    }

    /** The maps as they are stored; empty while they are loaded for the first time. Never waits. */
    public Optional<ClusterMaps> maps() {
        return Optional.ofNullable(maps);
    }

    /** The stores, which have the maps of earlier epochs. */
    public MapStores stores() {
        return stores;
    }

    /**
     * Changes the OSD map, and returns when the change is stored. The function runs on the keeper's thread, more than once
     * if the write has to be repeated; it must check everything before it changes anything.
     *
     * @throws ExecutionException with the exception of the function, or the reason why the change could not be stored
     */
    public <T> T change(Function<OsdMapDraft, T> how) throws InterruptedException, ExecutionException {
        return request(drafts -> how.apply(drafts.osd()));
    }

    /** Changes the file systems, likewise. */
    public <T> T changeFs(Function<FsDraft, T> how) throws InterruptedException, ExecutionException {
        return request(drafts -> how.apply(drafts.fs()));
    }

    private <T> T request(Function<MapDrafts, T> how) throws InterruptedException, ExecutionException {
        MapChangeRequest<T> request = new MapChangeRequest<>(how);
        requests.add(request);
        if (over) {
            request.fail(new NotActiveException("this manager is not active any more"));
        }
        try {
            return request.done().get(COMMAND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            String what = "the maps could not be changed within " + COMMAND_LIMIT.toSeconds()
                    + " s: ZooKeeper does not answer";
            request.fail(request.isTaken() ? new OutcomeUnknownException(what, e) : new FrozenException(what));
            return request.done().get();
        }
    }

    private void run() {
        List<MapChangeRequest<?>> open = new ArrayList<>();
        try {
            while (!over) {
                try {
                    round(open);
                    open.clear();
                    await(open);
                } catch (NotActiveException e) {
                    over = true;
                    LOG.debug("maps are no longer kept", e);
                } catch (FrozenException e) {
                    pause(open, "frozen", e);
                } catch (RuntimeException | ConflictException e) {
                    stale = true;
                    pause(open, "maps could not be changed, and are loaded again: " + e.getMessage(), e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("closed");
        } finally {
            over = true;
            requests.drainTo(open);
            open.forEach(r -> r.fail(new NotActiveException("this manager is not active any more")));
        }
    }

    private void await(List<MapChangeRequest<?>> open) throws InterruptedException {
        MapChangeRequest<?> first = requests.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            open.add(first);
            requests.drainTo(open);
        }
    }

    private static void pause(List<MapChangeRequest<?>> open, String what, Exception why) throws InterruptedException {
        if (why instanceof FrozenException) {
            LOG.debug("{}", what, why);
        } else {
            LOG.warn("{}", what, why);
        }
        open.forEach(r -> r.fail(why));
        open.clear();
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS / 5);
    }

    private void round(List<MapChangeRequest<?>> open) throws InterruptedException, ConflictException {
        ClusterMaps now = current();
        GracePeriod grace = new GracePeriod(source.settings(), source.period(), startNanos, source.nanos());
        DaemonTable daemons = source.daemons();
        OsdMapDraft draft = new OsdMapDraft(now.osd().map(), source.millis());
        osds.tick(draft, DaemonObservations.osds(daemons), grace, most).forEach(problem -> LOG.warn("{}", problem));
        List<FsMonitor.ObservedMds> servers = DaemonObservations.mds(daemons);
        FsDraft filesystems = new FsDraft(now.fs(), servers.stream().filter(m -> grace.isFresh(m.heard())).toList());
        open.forEach(r -> r.apply(new MapDrafts(draft, filesystems)));
        Optional<OsdMapChange> osd = draft.change();
        Optional<FsMap> fs = FsMonitor.next(now.fs(), filesystems.filesystems(), servers, grace, source.millis());
        ClusterMaps after = write(now, osd, fs);
        maps = after;
        open.forEach(MapChangeRequest::succeed);
        listener.accept(new Round(after, published, grace.isJudging()));
        published = after;
        if (osd.isPresent()) {
            stores.osd().tidy(writer, after.osd().map());
        }
        if (fs.isPresent()) {
            stores.fs().tidy(writer, after.fs());
        }
    }

    private ClusterMaps current() throws InterruptedException, ConflictException {
        ClusterMaps known = maps;
        if (known == null || stale) {
            known = load();
            stale = false;
            LOG.info("maps loaded: osd epoch {} with {} daemons, fs epoch {}", known.osd().map().epoch(),
                    known.osd().map().osds().size(), known.fs().epoch());
        }
        return known;
    }

    private ClusterMaps load() throws InterruptedException, ConflictException {
        try {
            stores.osd().rename(writer);
            stores.fs().rename(writer);
            OsdMap osd = stores.osd().load();
            return new ClusterMaps(new OsdMapView(osd), stores.fs().load());
        } finally { // after a failure the next load asks anew
            stores.osd().forgetAnswers();
            stores.fs().forgetAnswers();
        }
    }

    private ClusterMaps write(ClusterMaps now, Optional<OsdMapChange> osd, Optional<FsMap> fs)
            throws ConflictException {
        List<MapStore.Pending<?>> pending = new ArrayList<>();
        OsdMapView trees = osd.map(c -> new OsdMapView(c.apply(now.osd().map()))).orElse(now.osd());
        osd.ifPresent(c -> pending.add(new MapStore.Pending<>(stores.osd(), trees.map(), MapCodec.encode(c))));
        fs.ifPresent(f -> pending.add(new MapStore.Pending<>(stores.fs(), f, MapCodec.encode(f))));
        if (pending.isEmpty()) {
            return now;
        }
        try {
            MapStore.commit(writer, pending);
        } catch (TooLargeException e) {
            int booted = osd.map(c -> c.booted().size()).orElse(0);
            if (booted > 1) {
                most = booted / 2; // the remaining daemons come up in later epochs
            }
            throw e;
        }
        most = Integer.MAX_VALUE;
        return new ClusterMaps(trees, fs.orElse(now.fs()));
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
    }
}
