package io.reeve.daemon;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.reeve.daemon.role.RoleState;
import io.reeve.modulehost.ModuleStats;
import io.reeve.modulehost.ModuleStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The metrics of this process beside those of the JVM: role, epoch, connection, modules. */
final class ManagerMetrics {
    private ManagerMetrics() {}

    /** Registers what is known from the start: role, epoch, connection. */
    static void register(PrometheusRegistry registry, Supplier<NodeHealth> health, BooleanSupplier connected) {
        GaugeWithCallback.builder()
                .name("reeve_epoch")
                .help("Fencing epoch, as far as known here")
                .callback(
                        c -> c.call((double) health.get().epoch()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reeve_role")
                .help("1 for the role that this manager has")
                .labelNames("role")
                .callback(c -> roles(health.get()).forEach((role, value) -> c.call(value, role)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reeve_active")
                .help("1 if available, unfrozen and within the lease")
                .callback(
                        c -> c.call(active(health.get())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reeve_zookeeper_connected")
                .help("1 if connected to ZooKeeper")
                .callback(
                        c -> c.call(connected.getAsBoolean() ? 1 : 0))
                .register(registry);
    }

    /** The values of {@code reeve_role} by label. */
    static Map<String, Integer> roles(NodeHealth health) {
        Map<String, Integer> values = new LinkedHashMap<>();
        RoleState.LABELS.forEach(label -> values.put(label, label.equals(health.state()) ? 1 : 0));
        return values;
    }

    /** The value of {@code reeve_active}. */
    static int active(NodeHealth health) {
        return health.active() ? 1 : 0;
    }

    /** Registers what the modules do. */
    static void registerModules(PrometheusRegistry registry, Supplier<List<ModuleStatus>> modules) {
        GaugeWithCallback.builder()
                .name("reeve_module_threads")
                .help("Threads of the module that live")
                .labelNames("module")
                .callback(c -> modules.get().forEach(m -> c.call(m.stats().threads(), m.name())))
                .register(registry);
        counter(registry, modules, "reeve_module_restarts", "Starts after a failure", ModuleStats::restarts);
        counter(registry, modules, "reeve_module_commands", "Commands answered", ModuleStats::commands);
        counter(registry, modules, "reeve_module_command_errors", "Commands whose handler threw",
                ModuleStats::commandErrors);
        counter(registry, modules, "reeve_module_command_seconds", "Time spent in command handlers",
                s -> s.commandTime().toNanos() / 1e9);
        counter(registry, modules, "reeve_module_notifications", "Notifications delivered",
                ModuleStats::notifications);
        counter(registry, modules, "reeve_module_notifications_dropped", "Notifications dropped, the module being slow",
                ModuleStats::dropped);
        counter(registry, modules, "reeve_module_http_requests", "HTTP requests answered", ModuleStats::httpRequests);
    }

    private static void counter(PrometheusRegistry registry, Supplier<List<ModuleStatus>> modules, String name,
            String help, ToDoubleFunction<ModuleStats> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("module")
                .callback(
                        c -> modules.get().forEach(m -> c.call(value.applyAsDouble(m.stats()), m.name())))
                .register(registry);
    }
}
