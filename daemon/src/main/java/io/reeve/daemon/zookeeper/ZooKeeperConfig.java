package io.reeve.daemon.zookeeper;

import io.reeve.report.protocol.HostPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * The configuration of one ZooKeeper server.
 *
 * @param id      the member's number; 0 for a server alone
 * @param members all members of the ensemble; empty for a server alone
 * @param bind    the address for clients; port 0 takes a free one
 * @param data    the folder for its data
 */
record ZooKeeperConfig(int id, List<EnsembleMember> members, HostPort bind, Path data) {
    /**
     * ZooKeeper's tick, in milliseconds. Sessions last 2 to 20 ticks, so that a session timeout of 1 to 10 s is
     * possible.
     */
    private static final int TICK = 500;

    ZooKeeperConfig {
        members = List.copyOf(members);
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("dataDir", data.toAbsolutePath().toString());
        properties.setProperty("tickTime", Integer.toString(TICK));
        // Ticks: 10 s to join and load the data, 5 s to fall behind.
        properties.setProperty("initLimit", "20");
        properties.setProperty("syncLimit", "10");
        properties.setProperty("maxClientCnxns", "0");
        properties.setProperty("clientPortAddress", bind.host());
        properties.setProperty("clientPort", Integer.toString(bind.port()));
        properties.setProperty("admin.enableServer", "false");
        properties.setProperty("4lw.commands.whitelist", "ruok,srvr,mntr");
        properties.setProperty("autopurge.snapRetainCount", "3");
        properties.setProperty("autopurge.purgeInterval", "1");
        members.forEach(member -> properties.setProperty("server." + member.id(), member.address()));
        return properties;
    }
}
