package io.reeve.cluster.daemon;

import io.reeve.api.cluster.DaemonId;
import java.util.Map;

/**
 * The identity and metadata that a daemon sends when it opens its session.
 *
 * @param daemon   its type and id
 * @param gid      of its process, below 2^53; another one means that the daemon restarted
 * @param service  whether it is a service daemon: one that is listed in the service map and forgotten when it goes silent
 * @param metadata facts about it, among them {@code hostname} and {@code version}; for a storage daemon also
 *                 {@code crush_location}, as in {@code root=default rack=r1 host=h1}
 * @param address  the remote address of its connection: {@code IP:PORT}
 */
public record DaemonOpening(DaemonId daemon, long gid, boolean service, Map<String, String> metadata, String address) {
    public DaemonOpening {
        metadata = Map.copyOf(metadata);
    }
}
