package io.reeve.daemon;

import io.reeve.store.ClusterLog;
import io.reeve.store.ConfigKeyStore;
import io.reeve.store.HealthMutes;
import io.reeve.store.HealthStore;
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
