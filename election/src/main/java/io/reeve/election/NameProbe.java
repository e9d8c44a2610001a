package io.reeve.election;

import io.reeve.api.cluster.MgrMap;

/** Finds out whether another process is still there. */
@FunctionalInterface
public interface NameProbe {
    /** What was found. */
    enum Verdict {
        /** It proved its gid. */
        ALIVE,
        /** Connection refused, or another gid answers at its address. */
        GONE,
        /** It cannot be told: the connection hangs, or there is no way there. */
        UNKNOWN
    }

    /** Asks the holder of a name at its address; may block for about a second. */
    Verdict probe(MgrMap.Manager holder);
}
