package io.reeve.daemon;

import io.reeve.election.Election;
import io.reeve.election.ZooKeeperSession;
import io.reeve.maps.ActiveMaps;
import io.reeve.store.EnsembleReader;
import io.reeve.store.NodeReads;
import java.time.Clock;

/** The place where this cluster's maps are stored, as this manager reaches it. */
final class MapsStorage {
    private MapsStorage() {}

    /**
     * The storage at this moment, with the cluster's id as it is known now.
     *
     * @param session the connection to ZooKeeper
     */
    static ActiveMaps.Storage of(ZooKeeperSession session, Election election) {
        return new ActiveMaps.Storage(new NodeReads(session.client()), new EnsembleReader(session.client()),
                election.paths(), session.access(), election.map().fsid(), Clock.systemUTC());
    }
}
