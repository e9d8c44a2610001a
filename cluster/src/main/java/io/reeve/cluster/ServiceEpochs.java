package io.reeve.cluster;

import io.reeve.cluster.StateParts.ServiceEpoch;
import io.reeve.cluster.daemon.DaemonState;
import java.util.HashMap;
import java.util.Map;

/** Numbers the service map: a new epoch whenever a service daemon came, went, or says something else of itself. */
final class ServiceEpochs implements Contributor {
    private record Seen(long gid, Map<String, String> metadata, Map<String, String> tasks) {}

    private final long first;
    private Map<String, Seen> seen = Map.of();

    ServiceEpochs(long first) {
        this.first = first;
    }

    @Override
    public void contribute(Change change) {
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
            seen = now;
            change.set(StateParts.SERVICES,
                    new ServiceEpoch(before == null ? first : before.epoch() + 1, change.instant()));
        }
    }

    private static Seen seen(DaemonState daemon) {
        return new Seen(daemon.opening().gid(), daemon.metadata(), daemon.told().taskStatus());
    }
}
