package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.Server;
import java.util.HashMap;
import java.util.Map;

/** The hosts and versions of daemons. */
final class Daemons {
    private static final Facts UNKNOWN = new Facts("", "");

    /** Where a daemon runs, and the version of its software; empty where unknown. */
    record Facts(String hostname, String version) {}

    private final Map<String, Facts> facts = new HashMap<>();

    private Daemons() {}

    static Daemons of(ClusterView cluster) {
        Daemons all = new Daemons();
        for (Server server : cluster.servers()) {
            for (Server.Service daemon : server.services()) {
                all.facts.put(daemon.type() + "." + daemon.id(), new Facts(server.hostname(), daemon.version()));
            }
        }
        return all;
    }

    Facts facts(String type, String id) {
        return facts.getOrDefault(type + "." + id, UNKNOWN);
    }
}
