package io.reeve.election;

import io.reeve.api.cluster.MgrMap;

/** A check whether another manager process is still alive. */
@FunctionalInterface
public interface NameProbe {
    /** The result of a probe. */
    enum Verdict {
        /** The process answered with its gid. */
        ALIVE,
        /** The connection was refused, or a process with another gid answered. */
        GONE,
        /** Neither is known: the connection hangs, or the address cannot be reached. */
        UNKNOWN
    }

    /** Connects to the holder of a name at its address. May block for about a second. */
    Verdict probe(MgrMap.Manager holder);
}
