package io.reeve.daemon;

import io.reeve.api.cluster.MgrMap;
import io.reeve.daemon.role.RoleWork;
import io.reeve.modulehost.StandbyHost;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/** The work of a manager that stands by: the standby classes of the enabled modules run. */
final class StandbyWork implements RoleWork {
    private final StandbyHost host;
    private final Supplier<MgrMap> map;

    StandbyWork(StandbyHost host, Supplier<MgrMap> map) {
        this.host = host;
        this.map = map;
    }

    StandbyHost host() {
        return host;
    }

    @Override
    public void begin() {
        mapChanged();
    }

    /** Runs what the newest map says; the last call has the last word, whichever thread it comes from. Does not wait. */
    synchronized void mapChanged() {
        host.setEnabled(Set.copyOf(map.get().modules()));
    }

    @Override
    public Set<String> stop(Duration limit, String why) {
        return host.stop(limit);
    }
}
