package io.reeve.agent;

import io.reeve.report.protocol.HostPort;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of an agent, checked.
 *
 * @param managers  the managers' HTTP URLs
 * @param type      the type of the daemon that stands for the host
 * @param id        the id of that daemon; empty for the host's name
 * @param osds      the folders to report as storage daemons, by number
 * @param location  the host's crush location
 * @param jvms      the JMX addresses of JVMs, by {@code TYPE.ID}
 * @param zookeeper the ZooKeeper servers to report
 * @param connector the maker of connections to them
 * @param records   the files in which stores are remembered; empty for none
 */
record AgentOptions(List<URI> managers, String type, String id, Map<Integer, Path> osds, Map<String, String> location,
        Map<String, HostPort> jvms, List<HostPort> zookeeper, ServerConnector connector,
        Optional<StoreRecords> records) {
    AgentOptions {
        managers = List.copyOf(managers);
        osds = Map.copyOf(osds);
        location = Map.copyOf(location);
        jvms = Map.copyOf(jvms);
        zookeeper = List.copyOf(zookeeper);
    }
}
