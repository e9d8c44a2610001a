package io.reeve.daemon;

import io.reeve.store.clusterlog.ClusterLog;
import io.reeve.store.configkey.ConfigKeyStore;
import io.reeve.store.health.HealthMutes;
import io.reeve.store.health.HealthStore;
import org.apache.curator.framework.CuratorFramework;

/**
 * What is kept in ZooKeeper beside the election.
 *
 * @param configKey byte strings by name
 * @param log       the cluster log
 * @param health    the health checks
 * @param mutes     which of them are muted
 * @param client    to read what each term opens anew: the maps
 */
record Durable(ConfigKeyStore configKey, ClusterLog log, HealthStore health, HealthMutes mutes,
        CuratorFramework client) {}
