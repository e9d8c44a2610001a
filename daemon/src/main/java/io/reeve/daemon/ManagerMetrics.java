package io.reeve.daemon;

import io.reeve.api.metrics.MetricFamily;
import io.reeve.api.metrics.MetricFamily.Sample;
import io.reeve.daemon.node.NodeHealth;
import io.reeve.daemon.role.RoleState;
import io.reeve.http.Hold;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** The metrics of this manager's part in the cluster: epoch, role, connection. */
public final class ManagerMetrics {
    private ManagerMetrics() {}

    /**
     * All metrics.
     *
     * @param health    the health of this node, read at each scrape
     * @param connected whether this manager is connected to ZooKeeper
     */
    static List<MetricFamily> of(Supplier<NodeHealth> health, BooleanSupplier connected) {
        return List.of(
                MetricFamily.gauge("reeve_epoch", "Fencing epoch, as far as known here", () -> health.get().epoch()),
                new MetricFamily("reeve_role", "1 for the role that this manager has", MetricFamily.Type.GAUGE,
                        List.of("role"), () -> roles(health.get())),
                MetricFamily.gauge("reeve_active", "1 if available, unfrozen and within the lease",
                        () -> active(health.get())),
                MetricFamily.gauge("reeve_zookeeper_connected", "1 if connected to ZooKeeper",
                        () -> connected.getAsBoolean() ? 1 : 0));
    }

    /** The metrics of requests that wait for the next active. */
    static List<MetricFamily> of(Hold hold) {
        return List.of(
                MetricFamily.gauge("reeve_requests_waiting", "Requests that wait for the next active", hold::held),
                counter("reeve_requests_held", "Times that a request waited for the next active", hold::total),
                counter("reeve_requests_given_up", "Times that a request waited for all of --hold",
                        hold::givenUp),
                MetricFamily.gauge("reeve_requests_longest_wait_seconds",
                        "The longest wait of a request for the next active, since this manager started",
                        hold::longestSeconds));
    }

    private static MetricFamily counter(String name, String help, DoubleSupplier value) {
        return new MetricFamily(name, help, MetricFamily.Type.COUNTER, List.of(),
                () -> List.of(new Sample(List.of(), value.getAsDouble())));
    }

    /**
     * The metric of what the modules of an active allocate.
     *
     * @param allocated the bytes that the threads of each module have allocated; none on a standby
     */
    static MetricFamily allocated(Supplier<Map<String, Long>> allocated) {
        return new MetricFamily("reeve_module_allocated_bytes",
                "Bytes that the living threads of the module have asked of the heap", MetricFamily.Type.GAUGE,
                List.of("module"), () -> allocated.get()
                        .entrySet()
                        .stream()
                        .map(one -> new Sample(List.of(one.getKey()), one.getValue().doubleValue()))
                        .toList());
    }

    /** The samples of {@code reeve_role}. */
    public static List<Sample> roles(NodeHealth health) {
        return RoleState.LABELS.stream()
                .map(label -> new Sample(List.of(label), label.equals(health.state()) ? 1 : 0))
                .toList();
    }

    /** The value of {@code reeve_active}. */
    public static int active(NodeHealth health) {
        return health.active() ? 1 : 0;
    }
}
