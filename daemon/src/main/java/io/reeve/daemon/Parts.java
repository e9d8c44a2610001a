package io.reeve.daemon;

import io.reeve.cluster.daemon.ReportServer;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.election.Election;
import io.reeve.modulehost.HostEnvironment;

/**
 * What a manager is made of, whatever its role.
 *
 * @param config   what it was told
 * @param self     who it is
 * @param url      where browsers reach it, ending in {@code /}
 * @param election who leads
 * @param durable  what is kept in ZooKeeper
 * @param modules  the modules it has, and what both roles share of running them
 * @param reports  the sessions of reporting daemons
 */
record Parts(ManagerConfig config, Self self, String url, Election election, Durable durable,
        HostEnvironment modules, ReportServer reports) {}
