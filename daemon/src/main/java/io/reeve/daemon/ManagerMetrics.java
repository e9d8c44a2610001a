package io.reeve.daemon;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.reeve.modulehost.ModuleStatus;
import io.reeve.modulehost.instance.ModuleStats;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What {@code /metrics} tells of this process beside the JVM: role, epoch, connection, modules. */
final class ManagerMetrics {
    private ManagerMetrics() {}

    static void register(PrometheusRegistry registry, NodeView view, RoleController roles,
            Supplier<List<ModuleStatus>> modules) {
        GaugeWithCallback.builder()
                .name("reeve_epoch")
                .help("Fencing epoch, as far as known here")
                .callback(
                        c -> c.call((double) view.epoch()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reeve_role")
                .help("1 for the role that this manager has")
                .labelNames("role")
                .callback(c -> {
                    for (RoleController.Role role : RoleController.Role.values()) {
                        c.call(role == roles.role() ? 1 : 0, role.name().toLowerCase(Locale.ROOT));
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("reeve_active")
                .help("1 if available, unfrozen and within the lease")
                .callback(
                        c -> c.call(view.active() ? 1 : 0))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reeve_zookeeper_connected")
                .help("1 if connected to ZooKeeper")
                .callback(
                        c -> c.call(view.connectedToZooKeeper() ? 1 : 0))
                .register(registry);
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
