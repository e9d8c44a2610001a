package io.reeve.daemon;

import io.reeve.modulehost.StandbyHost;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** What a manager does while it stands by: the standby classes of the enabled modules run. */
final class StandbyWork implements RoleController.Term {
    private final StandbyHost host;

    StandbyWork(Parts parts) {
        host = new StandbyHost(parts.modules(), new StandbyServices(parts));
        host.setEnabled(new TreeSet<>(parts.election().map().modules()));
    }

    StandbyHost host() {
        return host;
    }

    @Override
    public Set<String> stop(Duration limit, String why) {
        return host.stop(limit);
    }
}
