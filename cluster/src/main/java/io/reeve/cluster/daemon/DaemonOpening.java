package io.reeve.cluster.daemon;

import io.reeve.api.cluster.DaemonId;
import java.util.Map;

/**
 * What a daemon says when it opens its session.
 *
 * @param daemon   who it is
 * @param gid      of its process: another one means that the daemon restarted; below 2^53
 * @param service  whether it is a service daemon: one that is listed in the service map and culled when it goes silent
 * @param metadata facts about it, among them {@code hostname} and {@code version}; for a storage daemon also
 *                 {@code crush_location}, as in {@code root=default rack=r1 host=h1}
 * @param address  where its connection came from: {@code IP:PORT}
 */
public record DaemonOpening(DaemonId daemon, long gid, boolean service, Map<String, String> metadata, String address) {
    public DaemonOpening {
        metadata = Map.copyOf(metadata);
    }
}
