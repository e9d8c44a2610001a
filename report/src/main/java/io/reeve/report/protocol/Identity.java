package io.reeve.report.protocol;

/**
 * Who a manager or a daemon is, as it says in its hello.
 *
 * @param name    of the manager; of a daemon {@code TYPE.ID}
 * @param gid     unique for each process, 1 to 2^53 - 1
 * @param cluster the cluster's name; of a daemon empty when it does not know
 * @param fsid    the cluster's id; empty while it is not known yet
 * @param epoch   the highest epoch that it has read from ZooKeeper; 0 while it has read none
 */
public record Identity(String name, long gid, String cluster, String fsid, long epoch) {
    /** Numbers on the wire stay below this, so that every language's JSON and CBOR hold them exactly. */
    public static final long NUMBER_LIMIT = 1L << 53;

    public Identity {
        if (gid <= 0 || gid >= NUMBER_LIMIT) {
            throw new IllegalArgumentException("gid " + gid + " is not from 1 to 2^53 - 1");
        }
        if (epoch < 0 || epoch >= NUMBER_LIMIT) {
            throw new IllegalArgumentException("epoch " + epoch + " is not from 0 to 2^53 - 1");
        }
    }
}
