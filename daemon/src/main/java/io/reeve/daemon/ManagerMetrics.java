package io.reeve.daemon;

import io.reeve.api.metrics.MetricFamily;
import io.reeve.api.metrics.MetricFamily.Sample;
import io.reeve.daemon.node.NodeHealth;
import io.reeve.daemon.role.RoleState;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
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

    /**
     * The metrics of an active's work.
     *
     * @param takeOver  the phases of the take-over; none on a standby
     * @param allocated the bytes that the threads of each module have allocated; none on a standby
     */
    static List<MetricFamily> ofActive(Supplier<List<Sample>> takeOver, Supplier<Map<String, Long>> allocated) {
        return List.of(
                new MetricFamily("reeve_takeover_seconds", "How long each phase of becoming active took",
                        MetricFamily.Type.GAUGE, List.of("phase"), takeOver),
                new MetricFamily("reeve_module_allocated_bytes",
                        "Bytes that the living threads of the module have asked of the heap", MetricFamily.Type.GAUGE,
                        List.of("module"), () -> allocated.get()
                                .entrySet()
                                .stream()
                                .map(one -> new Sample(List.of(one.getKey()), one.getValue().doubleValue()))
                                .toList()));
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
