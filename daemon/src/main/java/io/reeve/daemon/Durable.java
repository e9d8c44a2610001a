package io.reeve.daemon;

import io.reeve.store.ClusterLog;
import io.reeve.store.ConfigKeyStore;
import io.reeve.store.HealthStore;

/**
 * What is kept in ZooKeeper beside the election.
 *
 * @param configKey byte strings by name
 * @param log       the cluster log
 * @param health    the health checks
 */
record Durable(ConfigKeyStore configKey, ClusterLog log, HealthStore health) {}
