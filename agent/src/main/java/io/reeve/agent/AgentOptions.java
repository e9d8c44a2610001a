package io.reeve.agent;

import io.reeve.report.protocol.HostPort;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to report, and to whom.
 *
 * @param managers  their HTTP URLs
 * @param type      of the host's daemon
 * @param id        of the host's daemon; empty for the host's name
 * @param osds      number to folder
 * @param location  where the host stands
 * @param jvms      {@code TYPE.ID} to JMX address
 * @param zookeeper servers to report
 */
record AgentOptions(List<URI> managers, String type, String id, Map<Integer, Path> osds, Map<String, String> location,
        Map<String, HostPort> jvms, List<HostPort> zookeeper) {
    AgentOptions {
        managers = List.copyOf(managers);
        osds = Map.copyOf(osds);
        location = Map.copyOf(location);
        jvms = Map.copyOf(jvms);
        zookeeper = List.copyOf(zookeeper);
    }
}
