package io.reeve.report.protocol;

/**
 * The identity of a manager or a daemon, as given in its hello.
 *
 * @param name    the manager's name, or {@code TYPE.ID} of a daemon
 * @param gid     a number unique to the process, 1 to 2^53 - 1
 * @param cluster the cluster's name; empty for a daemon that does not know it
 * @param fsid    the cluster's id; empty while it is unknown
 * @param epoch   the highest epoch that the sender knows; 0 for none
 */
public record Identity(String name, long gid, String cluster, String fsid, long epoch) {
    /** The limit of numbers on the wire; below it, JSON and CBOR of every language hold them exactly. */
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
