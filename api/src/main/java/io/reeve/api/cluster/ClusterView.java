package io.reeve.api.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as it was at one moment. Nothing in it changes, and an attempt to change what it gives fails; what one call
 * tells fits what another one of the same view tells. Reading never waits.
 *
 * <p>Lists and maps of {@link #get} are the same object in each view until they change, so looking for a change is
 * {@code ==}.
 */
public interface ClusterView {
    /** The number of this view: of two, the later one has the higher. Starts anew with each active manager. */
    long number();

    /**
     * Data by name, for example {@code osd_map} or {@code health}: immutable Map, List, String, Number and Boolean with
     * Ceph's keys. The reference of names is in the guide "cluster data".
     *
     * @return null for an unknown name
     */
    @Nullable
    Object get(String name);

    /** The names that {@link #get} knows here. */
    SortedSet<String> names();

    /** All hosts, by name. */
    List<Server> servers();

    /** One host. */
    Optional<Server> server(String hostname);

    /** The metadata of a daemon; empty if it is unknown. */
    Optional<Map<String, String>> metadata(String type, String id);

    /** The status that a daemon sent last, which may have nothing in it; empty if it is unknown. */
    Optional<Map<String, String>> daemonStatus(String type, String id);

    /**
     * The last samples of a counter, oldest first, at most 20; empty if there are none.
     *
     * @param path {@code subsystem.counter}, as in {@code mds.inodes}; with labels {@code path{a=b,c=d}}, sorted
     */
    List<Sample> counter(String type, String id, String path);

    /** The last of these. */
    Optional<Sample> latest(String type, String id, String path);

    /**
     * What the counters of daemons mean: daemon, then path.
     *
     * @param type of the daemons; empty for all
     * @param id   empty for all
     */
    SortedMap<String, Map<String, PerfCounter>> perfSchema(String type, String id);

    /**
     * The last values of the counters of at least this priority: daemon, then path.
     *
     * @param types of the daemons; empty for all
     */
    SortedMap<String, Map<String, CounterValue>> perfCounters(int priority, List<String> types);

    /**
     * A counter with its last value.
     *
     * @param schema what it means
     * @param sample its last value
     */
    record CounterValue(PerfCounter schema, Sample sample) {}
}
