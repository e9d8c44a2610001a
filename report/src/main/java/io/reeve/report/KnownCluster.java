package io.reeve.report;

import io.reeve.report.protocol.Frame.Hello;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster as a reporter knows it: its id, and the epoch of the manager that accepted the last session. Confined to the event loop. */
final class KnownCluster {
    private static final Logger LOG = LoggerFactory.getLogger(KnownCluster.class);
    private String fsid = "";
    private long epoch;

    String fsid() {
        return fsid;
    }

    long epoch() {
        return epoch;
    }

    /** Takes a manager's hello. Another cluster's epochs say nothing about this one's. */
    void greeted(String daemon, String address, Hello hello) {
        String told = hello.from().fsid();
        if (told.isEmpty() || told.equals(fsid)) {
            return;
        }
        if (!fsid.isEmpty()) {
            LOG.warn("{}: the manager at {} belongs to the cluster id {}, the last one to {}", daemon, address, told,
                    fsid);
        }
        fsid = told;
        epoch = 0;
    }

    /** Whether an epoch that a manager names is not lower than the known one. It is a claim only, and is not kept. */
    boolean isFresh(long told) {
        return told >= epoch;
    }

    /** Keeps the epoch of a manager that has accepted this daemon's session. */
    void confirmed(long told) {
        epoch = told;
    }

    /** Takes the highest epoch of all managers that can be reached, if it is lower than the known one. */
    void reset(long told) {
        if (told < epoch) {
            LOG.warn("every manager that answers names epoch {} or a lower one, and {} was known; it is forgotten",
                    told, epoch);
            epoch = told;
        }
    }
}
