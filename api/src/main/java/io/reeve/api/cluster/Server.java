package io.reeve.api.cluster;

import java.util.List;

/**
 * A host, and the daemons on it.
 *
 * @param hostname the host, as its daemons say in their metadata
 * @param services its daemons, by type and id
 * @param version  the version of one of them
 */
public record Server(String hostname, List<Service> services, String version) {
    public Server {
        services = List.copyOf(services);
    }

    /**
     * A daemon on a host.
     *
     * @param type    for example {@code osd}
     * @param id      for example {@code 0}
     * @param version of its software; empty if it did not say
     */
    public record Service(String type, String id, String version) {}
}
