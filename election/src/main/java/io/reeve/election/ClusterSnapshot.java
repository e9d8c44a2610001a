package io.reeve.election;

import io.reeve.api.cluster.MgrMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the cluster's nodes. What is not there, or is garbage, is null or left out.
 *
 * @param root         the root's content
 * @param epoch        the epoch node's content
 * @param epochVersion the epoch node's version; -1 if there is no such node
 * @param active       the active node; null if there is none
 * @param managers     the registrations, by name
 * @param modules      the enabled modules; null if they were never published
 * @param queue        the places in the queue; empty if they were not asked for
 * @param place        whether the place that was asked for is there
 */
record ClusterSnapshot(NodeContent.@Nullable Root root, NodeContent.@Nullable Epoch epoch, int epochVersion,
        @Nullable ActiveSeen active,
        Map<String, Registered> managers, @Nullable List<String> modules, List<Place> queue, boolean place) {

    ClusterSnapshot {
        managers = Map.copyOf(managers);
        queue = List.copyOf(queue);
    }

    /** The active node: its owner, and its content unless that is garbage. */
    record ActiveSeen(long owner, int version, NodeContent.@Nullable Active content) {}

    /** A registration node: its owner, and its content unless that is garbage. */
    record Registered(long owner, int version, MgrMap.@Nullable Manager manager) {}

    /** A node in the queue, and whose it is. */
    record Place(String path, NodeContent.Ticket ticket) {}

    long epochNumber() {
        return epoch == null ? 0 : epoch.epoch();
    }

    boolean down() {
        return epoch != null && epoch.down();
    }

    /** The active node's content if it is of the present epoch. */
    NodeContent.@Nullable Active activeNow() {
        return active == null || active.content() == null || active.content().epoch() != epochNumber()
                ? null
                : active.content();
    }

    List<String> placesOf(long gid) {
        return queue.stream().filter(place -> place.ticket().gid() == gid).map(Place::path).toList();
    }
}
