package io.reeve.daemon;

import io.reeve.api.cluster.MgrMap;
import io.reeve.daemon.role.RoleWork;
import io.reeve.standby.modules.StandbyHost;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/** The work of a standby: runs the standby classes of the enabled modules. */
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

    /** Runs the modules that the newest map names. Any thread; the last call wins. Does not wait. */
    synchronized void mapChanged() {
        host.setEnabled(Set.copyOf(map.get().modules()));
    }

    @Override
    public Set<String> stop(Duration limit, String why) {
        Set<String> left = host.stop(limit);
        if (left.isEmpty()) {
            host.close(); // its thread ends; one that still stops modules is needed
        }
        return left;
    }
}
