package io.reeve.daemon;

import io.reeve.election.ClusterPaths;
import io.reeve.election.ZooKeeperSession;
import io.reeve.store.clusterlog.ClusterLog;
import io.reeve.store.configkey.ConfigKeyStore;
import io.reeve.store.health.HealthMutes;
import io.reeve.store.health.HealthStore;
import java.time.Clock;

/** The durable stores beside the election's: what a manager reads in every role, and writes while it is active. */
record Stores(ConfigKeyStore configKey, ClusterLog log, HealthStore health, HealthMutes mutes) {
    /** Opens all and begins to follow them. They are closed with the rest. */
    static Stores open(ZooKeeperSession session, ClusterPaths paths, ClosingStack closing)
            throws InterruptedException {
        ConfigKeyStore configKey = closing.add(new ConfigKeyStore(session.client(), paths));
        configKey.start();
        ClusterLog log = closing.add(new ClusterLog(session.client(), paths, Clock.systemUTC()));
        HealthStore health = closing.add(new HealthStore(session.client(), paths, System::nanoTime));
        health.start();
        return new Stores(configKey, log, health, new HealthMutes(session.client(), paths));
    }
}
