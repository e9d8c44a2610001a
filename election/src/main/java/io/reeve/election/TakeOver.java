package io.reeve.election;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A take-over from a leader that evidence shows to be dead.
 *
 * @param listing the nodes as they were read after the evidence was there
 * @param dead    the dead leader
 * @param why     the evidence, for the log and the history
 */
record TakeOver(ClusterNodes listing, NodeContent.Active dead, String why) {
    /** What became of it. */
    enum Result {
        /** This manager leads. */
        LEADS,
        /** This manager does not lead: it was refused, or had begun something else. */
        FAILED,
        /** Another one goes first, or this manager has begun to take over already. */
        NOT_FIRST
    }

    /** A take-over of what that listing shows; null if that process does not lead there, or nobody may lead. */
    static @Nullable TakeOver of(ClusterNodes listing, String name, long gid, String why) {
        NodeContent.Active active = listing.activeNow();
        if (active == null || listing.root() == null || listing.down()) {
            return null;
        }
        return active.gid() == gid && active.name().equals(name) ? new TakeOver(listing, active, why) : null;
    }

    /**
     * The transaction by which {@code next} succeeds. It is refused if the epoch or the layout has changed since the listing was
     * read, or the leader has written its active node: then it lives.
     */
    EpochTransaction transaction(ClusterPaths paths, NodeContent.Active next, Instant now) {
        ClusterNodes.ActiveSeen seen = listing.active();
        return new EpochTransaction(paths, listing.epochOrNone().raised(false, now), listing.epochVersion())
                .checkRoot(listing.rootVersion())
                .deleteActive(seen == null ? -1 : seen.version())
                .createActive(next)
                .tryDelete(listing.nodesOf(paths, dead.name(), dead.gid()))
                .history(next.name(), next.gid(), now, "elected: '" + dead.name() + "' was evicted: " + why);
    }
}
