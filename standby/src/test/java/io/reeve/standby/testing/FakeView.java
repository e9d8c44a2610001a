package io.reeve.standby.testing;

import io.reeve.api.cluster.MgrMap;
import io.reeve.standby.StandbyView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A cluster that is whatever the test says. This process has gid 1. */
public final class FakeView implements StandbyView {
    public static final Instant SINCE = Instant.parse("2026-11-22T10:00:00Z");

    public volatile MgrMap map;
    public volatile boolean zooKeeper = true;
    public volatile boolean peer = true;
    public volatile long highest;
    public volatile Callable<MgrMap> sync;
    public final AtomicInteger syncs = new AtomicInteger();

    public FakeView(MgrMap map) {
        this.map = map;
        this.sync = () -> this.map;
    }

    public static MgrMap map(long epoch, MgrMap.@Nullable Active active) {
        return new MgrMap("test", "fsid", epoch, false, active, SINCE, List.of(), List.of("hello"));
    }

    public static MgrMap.Active active(long gid, long epoch, String url, Map<String, String> services) {
        return new MgrMap.Active(
                new MgrMap.Manager("a", gid, "host", 1, url, "127.0.0.1:6800", "1", 0, List.of(), java.util.Map.of()),
                epoch,
                SINCE, true, services);
    }

    /** Manager {@code a} is active there, in that epoch. */
    public static MgrMap activeAt(long epoch, String url) {
        return map(epoch, active(2, epoch, url, Map.of()));
    }

    @Override
    public MgrMap map() {
        return map;
    }

    @Override
    public long selfGid() {
        return 1;
    }

    @Override
    public boolean connectedToZooKeeper() {
        return zooKeeper;
    }

    @Override
    public boolean connectedToActive() {
        return peer;
    }

    @Override
    public MgrMap sync() throws Exception {
        syncs.incrementAndGet();
        return sync.call();
    }

    @Override
    public long confirmedEpoch() {
        return Math.max(highest, map.epoch());
    }
}
