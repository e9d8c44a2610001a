package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.metrics.MetricType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The metrics of placement groups: how many of each pool are in each state, and objects that want copies. */
record PgMetrics(ClusterView cluster) {
    /** The states of Ceph 16. */
    private static final List<String> STATES = List.of("active", "clean", "down", "recovery_unfound",
            "backfill_unfound",
            "scrubbing", "degraded", "inconsistent", "peering", "repair", "recovering", "forced_recovery",
            "backfill_wait", "incomplete", "stale", "remapped", "deep", "backfilling", "forced_backfill",
            "backfill_toofull", "recovery_wait", "recovery_toofull", "undersized", "activating", "peered", "snaptrim",
            "snaptrim_wait", "snaptrim_error", "creating", "unknown", "premerge", "failed_repair", "laggy", "wait");
    private static final String TOTAL = "total";

    void write(Families to) throws IOException {
        Map<?, ?> summary = DataReader.map(cluster.get("pg_summary"));
        Map<String, Map<String, Double>> pools = new TreeMap<>();
        DataReader.map(summary, "by_pool")
                .forEach((pool, states) -> pools.put(pool.toString(), counted(DataReader.map(states))));
        family(to, TOTAL, "PG Total Count per Pool", pools);
        for (String state : STATES) {
            family(to, state, "PG " + state + " per pool", pools);
        }
        Map<?, ?> sum = DataReader.map(DataReader.map(summary, "pg_stats_sum"), "stat_sum");
        for (String kind : List.of("degraded", "misplaced", "unfound")) {
            Optional<Double> value = DataReader.number(sum, "num_objects_" + kind);
            if (value.isPresent()) {
                to.one("ceph_num_objects_" + kind, MetricType.GAUGE, "Number of " + kind + " objects", value.get());
            }
        }
    }

    private static void family(Families to, String state, String help, Map<String, Map<String, Double>> pools)
            throws IOException {
        to.family("ceph_pg_" + state, MetricType.GAUGE, help);
        for (Map.Entry<String, Map<String, Double>> pool : pools.entrySet()) {
            to.add(pool.getValue().getOrDefault(state, 0.0), "pool_id", pool.getKey());
        }
    }

    /** The number of groups by state, from numbers by combination such as {@code active+clean}. */
    private static Map<String, Double> counted(Map<?, ?> combinations) {
        Map<String, Double> states = new HashMap<>();
        combinations.forEach((combination, number) -> {
            double groups = number instanceof Number n ? n.doubleValue() : 0;
            for (String state : combination.toString().split("\\+", -1)) {
                states.merge(state, groups, Double::sum);
            }
            states.merge(TOTAL, groups, Double::sum);
        });
        return states;
    }
}
