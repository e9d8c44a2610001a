package io.reeve.api.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The state of the cluster at one moment. It is immutable and consistent: the results of all calls on one view fit each
 * other, and an attempt to change them fails. Reading never blocks.
 *
 * <p>A list or map of {@link #get} is the same object in each view until it changes, so {@code ==} shows a change.
 */
public interface ClusterView {
    /** The number of this view, which is higher for later views. It starts again with each active manager. */
    long number();

    /**
     * The data of a name, for example {@code osd_map} or {@code health}: immutable Map, List, String, Number and
     * Boolean with Ceph's keys. The names are listed in {@code cluster-data.md}.
     *
     * @return null for an unknown name
     */
    @Nullable
    Object get(String name);

    /** The names that {@link #get} knows in this view. */
    SortedSet<String> names();

    /** All hosts, by name. */
    List<Server> servers();

    /** One host; empty if it is unknown. */
    Optional<Server> server(String hostname);

    /** The metadata of a daemon; empty if it is unknown. */
    Optional<Map<String, String>> metadata(String type, String id);

    /** The last status of a daemon, which may be an empty map; no value if the daemon is unknown. */
    Optional<Map<String, String>> daemonStatus(String type, String id);

    /**
     * The last samples of a counter, at most 20, oldest first; empty if there are none.
     *
     * @param path {@code subsystem.counter}, as in {@code mds.inodes}; with labels {@code path{a=b,c=d}}, sorted
     */
    List<Sample> counter(String type, String id, String path);

    /** The last of the samples of {@link #counter}; empty if there are none. */
    Optional<Sample> latest(String type, String id, String path);

    /**
     * The declarations of counters, by daemon, then path.
     *
     * @param type the type of daemons; empty for all
     * @param id   the id of the daemon; empty for all
     */
    SortedMap<String, Map<String, PerfCounter>> perfSchema(String type, String id);

    /**
     * The last values of the counters of at least this priority, by daemon, then path.
     *
     * @param types the types of daemons; empty for all
     */
    SortedMap<String, Map<String, CounterValue>> perfCounters(int priority, List<String> types);

    /**
     * The counters of each daemon, by type and id, which are read one by one.
     *
     * @param types the types of daemons; empty for all
     */
    List<DaemonCounters> daemonCounters(List<String> types);

    /**
     * A counter with its last value.
     *
     * @param schema its declaration
     * @param sample its last value
     */
    record CounterValue(PerfCounter schema, Sample sample) {}
}
