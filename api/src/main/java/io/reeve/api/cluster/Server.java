package io.reeve.api.cluster;

import java.util.List;

/**
 * A host and the daemons on it; Ceph calls it a server.
 *
 * @param hostname the host's name, from the metadata of its daemons
 * @param services its daemons, ordered by type and id
 * @param version  the version of one of them
 */
public record Server(String hostname, List<Service> services, String version) {
    public Server {
        services = List.copyOf(services);
    }

    /**
     * A daemon on a host.
     *
     * @param type    the type, for example {@code osd}
     * @param id      the id, for example {@code 0}
     * @param version the version of its software; empty if unknown
     */
    public record Service(String type, String id, String version) {}
}
