package io.reeve.election;

import io.reeve.api.cluster.MgrMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The listing of the cluster's nodes in ZooKeeper, as one read found them. A node that is missing or invalid is null
 * or left out.
 *
 * @param root         the root node's content
 * @param rootVersion  the root node's version; -1 if there is no such node
 * @param epoch        the epoch node's content
 * @param epochVersion the epoch node's version; -1 if there is no such node
 * @param active       the active node; null if there is none
 * @param managers     the registrations, by name
 * @param modules      the enabled modules; null if they were never published
 * @param queue        the places in the queue; empty if they were not read
 * @param place        whether the place that was looked for exists
 */
record ClusterNodes(NodeContent.@Nullable Root root, int rootVersion, NodeContent.@Nullable Epoch epoch,
        int epochVersion, @Nullable ActiveSeen active,
        Map<String, Registered> managers, @Nullable List<String> modules, List<Place> queue, boolean place) {

    private static final String LATCH = "latch-";

    ClusterNodes {
        managers = Map.copyOf(managers);
        queue = List.copyOf(queue);
    }

    /** The active node: its owner, and its content; null if that is invalid. */
    record ActiveSeen(long owner, int version, NodeContent.@Nullable Active content) {}

    /** A registration node: its owner, and its content; null if that is invalid. */
    record Registered(long owner, int version, MgrMap.@Nullable Manager manager) {}

    /** A node in the queue: its owner, 0 for a persistent one, and its content; null if that is invalid. */
    record Place(String path, long owner, NodeContent.@Nullable Ticket ticket) {
        boolean isOf(long gid) {
            return ticket != null && ticket.gid() == gid;
        }
    }

    /** Whether that node in the queue belongs to a registered manager. */
    boolean isCandidate(Place place) {
        NodeContent.Ticket ticket = place.ticket();
        return ticket != null && isRegistered(place.owner(), ticket.gid());
    }

    /** Whether the active node belongs to a registered manager. */
    boolean isActiveRegistered() {
        return active != null && isRegistered(active.owner(), active.content() == null ? 0 : active.content().gid());
    }

    private boolean isRegistered(long owner, long gid) {
        return owner != 0 && managers.values()
                .stream()
                .anyMatch(known -> known.owner() == owner || (known.manager() != null && known.manager().gid() == gid));
    }

    long epochNumber() {
        return epoch == null ? 0 : epoch.epoch();
    }

    /** The epoch node's content; that of a new cluster if there is no such node. */
    NodeContent.Epoch epochOrNone() {
        return epoch == null ? NodeContent.Epoch.NONE : epoch;
    }

    boolean down() {
        return epoch != null && epoch.down();
    }

    /** The active node's content; null if it is not of the present epoch. */
    NodeContent.@Nullable Active activeNow() {
        return active == null || active.owner() == 0 || active.content() == null
                || active.content().epoch() != epochNumber()
                        ? null
                        : active.content();
    }

    /** Whether that node is the first in the queue. */
    boolean isFirst(@Nullable String path) {
        return queue.stream()
                .map(Place::path)
                .min(Comparator.comparing(ClusterNodes::turn))
                .filter(first -> first.equals(path))
                .isPresent();
    }

    /**
     * Whether that node in the queue is the first of those whose managers live: by ability, then by priority, then by turn.
     *
     * @param dead the processes that evidence shows to be dead
     */
    boolean isFirstOfTheLiving(@Nullable String path, Predicate<Long> dead) {
        return queue.stream()
                .filter(mine -> mine.path().equals(path) && isCandidate(mine))
                .anyMatch(mine -> queue.stream()
                        .filter(other -> isCandidate(other) && !dead.test(gid(other)) && gid(other) != gid(mine))
                        .noneMatch(other -> goesBefore(other, mine)));
    }

    private static long gid(Place place) {
        return place.ticket() == null ? 0 : place.ticket().gid();
    }

    private static boolean goesBefore(Place first, Place second) {
        NodeContent.Ticket before = first.ticket();
        NodeContent.Ticket after = second.ticket();
        return before != null && after != null && (before.goesBefore(after)
                || (!after.goesBefore(before) && turn(first.path()).compareTo(turn(second.path())) < 0));
    }

    /** The number by which LeaderLatch orders the queue. */
    private static String turn(String path) {
        int mark = path.lastIndexOf(LATCH);
        return mark < 0 ? path : path.substring(mark + LATCH.length());
    }

    List<String> placesOf(long gid) {
        return queue.stream().filter(place -> place.isOf(gid)).map(Place::path).toList();
    }

    /** The places of a process in the queue, and its registration. */
    List<String> nodesOf(ClusterPaths paths, String name, long gid) {
        var nodes = new ArrayList<>(placesOf(gid));
        Registered registered = managers.get(name);
        if (registered != null && registered.manager() != null && registered.manager().gid() == gid) {
            nodes.add(paths.manager(name));
        }
        return nodes;
    }
}
