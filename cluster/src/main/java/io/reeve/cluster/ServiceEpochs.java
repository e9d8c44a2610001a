package io.reeve.cluster;

import io.reeve.cluster.StateParts.ServiceEpoch;
import io.reeve.cluster.daemon.DaemonState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers the service map: a new epoch whenever a service daemon came, went, or says something else of itself. */
final class ServiceEpochs implements Contributor {
    private record Seen(long gid, Map<String, String> metadata, Map<String, String> tasks) {}

    private final long first;
    private Map<String, Seen> seen = Map.of();

    ServiceEpochs(long first) {
        this.first = first;
    }

    @Override
    public void contribute(SnapshotDraft change) {
        ServiceEpoch before = change.part(StateParts.SERVICES);
        if (before != null && !change.changed(DaemonParts.METADATA) && !change.changed(DaemonParts.STATUS)) {
            return;
        }
        Map<String, Seen> now = new HashMap<>();
        change.daemons()
                .stream()
                .filter(d -> d.opening().service())
                .forEach(d -> now.put(d.id().name(), seen(d)));
        if (before == null || !now.equals(seen)) {
            long epoch = before == null ? first : before.epoch() + 1;
            Map<String, Long> started = new HashMap<>();
            now.forEach((name, daemon) -> started.put(name, startedIn(before, name, daemon, epoch)));
            seen = now;
            change.set(StateParts.SERVICES, new ServiceEpoch(epoch, change.instant(), Map.copyOf(started)));
        }
    }

    private long startedIn(@Nullable ServiceEpoch before, String name, Seen daemon, long epoch) {
        Seen known = seen.get(name);
        return before == null || known == null || known.gid() != daemon.gid()
                ? epoch
                : before.started().getOrDefault(name, epoch);
    }

    private static Seen seen(DaemonState daemon) {
        return new Seen(daemon.opening().gid(), daemon.metadata(), daemon.facts().taskStatus());
    }
}
