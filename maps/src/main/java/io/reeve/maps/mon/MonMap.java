package io.reeve.maps.mon;

import java.util.List;
import java.util.Optional;

/**
 * The ZooKeeper ensemble that keeps the cluster's durable state: what Ceph calls the monitors.
 *
 * @param fsid     the cluster's unique id
 * @param epoch    the version of the ensemble's configuration; 1 for one that is not dynamic
 * @param modified when this picture of members and roles began, in milliseconds since 1970
 * @param election the epoch of the ensemble's leader; 0 if none is known
 * @param self     the rank of the server that this manager is connected to; -1 if not known
 * @param mons     by rank
 */
public record MonMap(String fsid, long epoch, long modified, long election, int self, List<Mon> mons) {
    public MonMap {
        mons = List.copyOf(mons);
    }

    /** What a server of the ensemble does. */
    public enum Mode {
        LEADER, FOLLOWER, OBSERVER, STANDALONE, DOWN;

        /** Whether it is there and votes. */
        public boolean inQuorum() {
            return this == LEADER || this == FOLLOWER || this == STANDALONE;
        }
    }

    /**
     * A server of the ensemble.
     *
     * @param name    of it: its number in the ensemble's configuration, or its address
     * @param address where clients reach it: {@code HOST:PORT}
     * @param voter   whether it takes part in votes
     * @param version of its software; empty while it does not answer
     */
    public record Mon(int rank, String name, String address, boolean voter, Mode mode, String version) {}

    /** Who leads. */
    public Optional<Mon> leader() {
        return mons.stream().filter(m -> m.mode() == Mode.LEADER || m.mode() == Mode.STANDALONE).findFirst();
    }

    /** Who is there and votes. */
    public List<Mon> quorum() {
        return mons.stream().filter(m -> m.mode().inQuorum()).toList();
    }

    /** Who should be there and is not. */
    public List<Mon> down() {
        return mons.stream().filter(m -> m.mode() == Mode.DOWN).toList();
    }
}
