package io.reeve.report;

import java.util.HashSet;
import java.util.Set;

/**
 * The epoch of the last active manager that accepted reports, for leaving a manager that has been replaced and does not know
 * it. What a manager only claims is not kept. The epoch is forgotten when the cluster id changes, and when in one whole round
 * some managers name a lower one and nobody that can be reached names it or a higher one: then the cluster began anew.
 * Confined to the event loop.
 */
final class KnownEpoch {
    private final Set<String> asked = new HashSet<>();
    private String fsid = "";
    private long epoch;
    private boolean lower;
    private boolean upheld;

    /** The cluster id that a manager told last; empty if none has. */
    String fsid() {
        return fsid;
    }

    long epoch() {
        return epoch;
    }

    /** Begins to ask a manager. When one is asked again, a round is over. @return whether the epoch was forgotten */
    boolean ask(String address) {
        if (asked.add(address)) {
            return false;
        }
        boolean forget = lower && !upheld;
        if (forget) {
            epoch = 0;
        }
        newRound();
        asked.add(address);
        return forget;
    }

    /** Takes the cluster id of a manager's hello. */
    void greeted(String told) {
        if (!told.isEmpty() && !told.equals(fsid)) {
            fsid = told;
            epoch = 0;
            newRound();
        }
    }

    /** Takes the epoch that a manager names. @return whether it is not lower than the known one */
    boolean accepts(long told) {
        boolean accepted = told >= epoch;
        upheld |= accepted;
        lower |= !accepted;
        return accepted;
    }

    /** Keeps the epoch of a manager that has accepted this daemon's session. */
    void confirmed(long told) {
        epoch = told;
        newRound();
    }

    private void newRound() {
        asked.clear();
        lower = false;
        upheld = false;
    }
}
