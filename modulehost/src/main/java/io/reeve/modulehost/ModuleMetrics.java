package io.reeve.modulehost;

import io.reeve.api.metrics.MetricFamily;
import io.reeve.api.metrics.MetricFamily.Sample;
import io.reeve.api.metrics.MetricFamily.Type;
import io.reeve.modulehost.instance.ModuleStats;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The metrics of the modules that run. */
public final class ModuleMetrics {
    private ModuleMetrics() {}

    /**
     * The metrics of modules; each has a label that names the module.
     *
     * @param modules the modules of the present role, read at each scrape
     */
    public static List<MetricFamily> of(Supplier<List<ModuleStatus>> modules) {
        return List.of(
                family(modules, Type.GAUGE, "reeve_module_threads", "Threads of the module that live",
                        ModuleStats::threads),
                family(modules, Type.COUNTER, "reeve_module_restarts", "Starts after a failure",
                        ModuleStats::restarts),
                family(modules, Type.COUNTER, "reeve_module_commands", "Commands answered", ModuleStats::commands),
                family(modules, Type.COUNTER, "reeve_module_command_errors", "Commands whose handler threw",
                        ModuleStats::commandErrors),
                family(modules, Type.COUNTER, "reeve_module_command_seconds", "Time spent in command handlers",
                        s -> s.commandTime().toNanos() / 1e9),
                family(modules, Type.COUNTER, "reeve_module_notifications", "Notifications delivered",
                        ModuleStats::notifications),
                family(modules, Type.COUNTER, "reeve_module_notifications_dropped",
                        "Notifications dropped, the module being slow", ModuleStats::dropped),
                family(modules, Type.COUNTER, "reeve_module_http_requests", "HTTP requests answered",
                        ModuleStats::httpRequests));
    }

    private static MetricFamily family(Supplier<List<ModuleStatus>> modules, Type type, String name, String help,
            ToDoubleFunction<ModuleStats> value) {
        return new MetricFamily(name, help, type, List.of("module"), () -> modules.get()
                .stream()
                .map(m -> new Sample(List.of(m.name()), value.applyAsDouble(m.stats())))
                .toList());
    }
}
