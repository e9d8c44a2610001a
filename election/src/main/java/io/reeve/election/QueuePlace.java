package io.reeve.election;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place in the queue for leadership, kept by a LeaderLatch. To be first is not to lead: that begins with an epoch. */
final class QueuePlace {
    private static final Logger LOG = LoggerFactory.getLogger(QueuePlace.class);
    private final LeaderLatch latch;
    private final int number;

    /**
     * Takes a place at the end of the queue.
     *
     * @param number   the number of the place among those that this manager has had
     * @param onChange called on the election's thread with the number, and with whether the place is the first
     */
    static QueuePlace take(CuratorFramework client, ClusterPaths paths, NodeContent.Ticket ticket, int number,
            Executor electionThread, BiConsumer<Integer, Boolean> onChange) {
        String id = new String(NodeContent.write(ticket), java.nio.charset.StandardCharsets.UTF_8);
        var place = new QueuePlace(new LeaderLatch(client, paths.latch(), id), number);
        place.latch.addListener(new LeaderLatchListener() {
            @Override
            public void isLeader() {
                onChange.accept(number, true);
            }

            @Override
            public void notLeader() {
                onChange.accept(number, false);
            }
        }, electionThread);
        try {
            place.latch.start();
        } catch (Exception e) {
            throw new IllegalStateException("cannot queue at " + paths.latch(), e);
        }
        return place;
    }

    private QueuePlace(LeaderLatch latch, int number) {
        this.latch = latch;
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The path of the node; null while it is being created. */
    @Nullable
    String path() {
        return latch.getOurPath();
    }

    /** Gives the place up. */
    void leave() {
        try {
            latch.close(LeaderLatch.CloseMode.SILENT);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("place {} in the queue was given up already", number, e);
        }
    }
}
