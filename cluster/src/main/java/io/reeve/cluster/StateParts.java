package io.reeve.cluster;

import io.reeve.api.cluster.MgrMap;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The parts that the state itself knows beside {@link DaemonParts}. */
public final class StateParts {
    /** The managers. */
    public static final Part<MgrMap> MGR_MAP = Part.of("mgr map");
    /** {@code mgr dump} as data. */
    public static final Part<Map<String, Object>> MGR_DUMP = Part.of("mgr dump");
    /** The service map's epoch, and when that began. */
    public static final Part<ServiceEpoch> SERVICES = Part.of("service map");
    /** The health report as data: status, checks, mutes; detail in each check. */
    public static final Part<Map<String, Object>> HEALTH = Part.of("health");
    /** Options and configuration. */
    public static final Part<ConfigView> CONFIG = Part.of("config");
    /** The storage daemons and pools that the OSD map lists: what the summaries of space and groups need of it. */
    public static final Part<OsdMapSummary> OSDS = Part.of("osds and pools");

    private StateParts() {}

    /**
     * The state of the service map.
     *
     * @param epoch    grows with each change
     * @param modified when it last did
     * @param started  in which epoch each service daemon came, by {@code TYPE.ID}
     */
    public record ServiceEpoch(long epoch, Instant modified, Map<String, Long> started) {}

    /**
     * The options in force.
     *
     * @param config   option to value
     * @param options  the names of all options
     * @param modified the names of those that are set to something
     */
    public record ConfigView(Map<String, String> config, List<String> options, List<String> modified) {}

    /**
     * What the OSD map says, in short.
     *
     * @param epoch of the map
     * @param osds  by id
     * @param pools by id
     */
    public record OsdMapSummary(long epoch, Map<Integer, OsdSummary> osds, List<PoolSummary> pools) {}

    /**
     * A storage daemon of the map.
     *
     * @param deviceClass for example {@code hdd}; empty for none
     */
    public record OsdSummary(int id, boolean up, boolean in, long upFrom,
            String deviceClass) {}

    /**
     * A pool.
     *
     * @param size     how many copies
     */
    public record PoolSummary(int id, String name, int size, long quotaBytes, long quotaObjects) {}
}
