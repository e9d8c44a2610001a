package io.reeve.daemon;

import io.reeve.election.Election;
import io.reeve.maps.ActiveMaps;
import io.reeve.store.EnsembleReader;
import io.reeve.store.NodeReads;
import java.time.Clock;
import org.apache.curator.framework.CuratorFramework;

/** The place where this cluster's maps are stored, as this manager reaches it. */
final class MapsStorage {
    private MapsStorage() {}

    /**
     * The storage at this moment, with the cluster's id as it is known now.
     *
     * @param client        the connection to ZooKeeper
     * @param connectString this manager's option {@code --zookeeper}
     */
    static ActiveMaps.Storage of(CuratorFramework client, Election election, String connectString) {
        return new ActiveMaps.Storage(new NodeReads(client), new EnsembleReader(client), election.paths(),
                connectString, election.map().fsid(), Clock.systemUTC());
    }
}
