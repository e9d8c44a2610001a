package io.reeve.maps.health;

import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.MgrMap;
import io.reeve.store.health.HealthChange;
import io.reeve.store.health.HealthLogLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The watch for times without an active manager before the present one, as far as this manager has seen. Nobody can
 * write into the cluster log during such a time, so the next active does: that health check MGR_DOWN failed, and
 * cleared.
 */
public final class NoActiveWatch {
    private final LongSupplier nanos;
    private @Nullable Long noneSince; // of the thread that tells of maps, as what follows
    private long epoch;
    private volatile Duration before = Duration.ZERO;

    public NoActiveWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The managers changed. Called by one thread. */
    public void mapChanged(MgrMap map) {
        MgrMap.Active active = map.active();
        long now = nanos.getAsLong();
        if (active == null) {
            noneSince = noneSince == null ? Long.valueOf(now) : noneSince;
        } else if (active.epoch() != epoch) {
            before = noneSince == null ? Duration.ZERO : Duration.ofNanos(now - noneSince);
            epoch = active.epoch();
            noneSince = null;
        }
    }

    /** The lines of the cluster log about the time before the present active, once it is in the map. */
    public List<HealthLogLines.Line> lines() {
        Duration none = before;
        if (none.compareTo(ClusterHealth.FAILOVER) <= 0) {
            return List.of();
        }
        SortedMap<String, List<HealthCheck>> nobody = Collections.emptySortedMap();
        SortedMap<String, List<HealthCheck>> down = new TreeMap<>();
        down.put("MGR_DOWN", List.of(HealthCheck.warning("MGR_DOWN", "no active mgr for " + none.toSeconds() + " s")));
        List<HealthLogLines.Line> lines = new ArrayList<>(HealthLogLines.of(new HealthChange(down, nobody, nobody)));
        lines.addAll(HealthLogLines.of(new HealthChange(nobody, nobody, down)));
        return lines;
    }
}
