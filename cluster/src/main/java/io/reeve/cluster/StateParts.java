package io.reeve.cluster;

import io.reeve.api.cluster.MgrMap;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The parts of the state besides {@link DaemonParts}. */
public final class StateParts {
    /** The managers. */
    public static final StatePart<MgrMap> MGR_MAP = StatePart.of("mgr map");
    /** {@code mgr dump} as data. */
    public static final StatePart<Map<String, Object>> MGR_DUMP = StatePart.of("mgr dump");
    /** The epoch of the service map, and when it began. */
    public static final StatePart<ServiceEpoch> SERVICES = StatePart.of("service map");
    /** The health report as data: status, checks, mutes; detail in each check. */
    public static final StatePart<Map<String, Object>> HEALTH = StatePart.of("health");
    /** Options and configuration. */
    public static final StatePart<ConfigView> CONFIG = StatePart.of("config");
    /** The storage daemons and pools of the OSD map, as far as the summaries of space and placement groups need them. */
    public static final StatePart<OsdMapSummary> OSDS = StatePart.of("osds and pools");

    /** The ZooKeeper servers, in the place of Ceph's monitors. */
    public static final StatePart<List<Monitor>> MONITORS = StatePart.of("monitors");

    private StateParts() {}

    /**
     * A monitor.
     *
     * @param address {@code HOST:PORT}
     * @param version empty while it does not answer
     */
    public record Monitor(String name, String address, String version) {}

    /**
     * The state of the service map.
     *
     * @param epoch    grows with each change
     * @param modified the time of the last change
     * @param started  the epoch in which each service daemon came, by {@code TYPE.ID}
     */
    public record ServiceEpoch(long epoch, Instant modified, Map<String, Long> started) {}

    /**
     * The options in force.
     *
     * @param config   option to value
     * @param options  the names of all options
     * @param modified the names of the options that are set
     */
    public record ConfigView(Map<String, String> config, List<String> options, List<String> modified) {}

    /**
     * A summary of the OSD map.
     *
     * @param epoch     of the map
     * @param osds      by id
     * @param pools     by id
     * @param fullRatio the part of its capacity, 0 to 1, from which a storage daemon is full
     */
    public record OsdMapSummary(long epoch, Map<Integer, OsdSummary> osds, List<PoolSummary> pools, double fullRatio) {}

    /**
     * A storage daemon of the OSD map.
     *
     * @param deviceClass for example {@code hdd}; empty for none
     */
    public record OsdSummary(int id, boolean up, boolean in, long upFrom, String deviceClass) {}

    /**
     * A pool of the OSD map.
     *
     * @param size    the number of copies
     * @param weights the weights of the storage daemons that its rule takes, by id
     */
    public record PoolSummary(int id, String name, int size, long quotaBytes, long quotaObjects,
            Map<Integer, Long> weights) {}
}
