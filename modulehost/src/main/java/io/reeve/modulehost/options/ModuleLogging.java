package io.reeve.modulehost.options;

import io.reeve.modulehost.catalog.LoadedModule;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The log options of a module, which apply to its logger {@code reeve.module.NAME}. */
public final class ModuleLogging {
    /** The prefix of the names of all loggers of modules. */
    public static final String PREFIX = "reeve.module.";

    private ModuleLogging() {}

    /** Applies the current values. */
    public static void apply(LoadedModule module, ModuleOptions options, ModuleLogControl logs) {
        String logger = PREFIX + module.name();
        logs.setLevel(logger, level(options.getLocalized(module, "log_level").orElse("")));
        logs.setFile(logger, options.getLocalized(module, "log_to_file").asBoolean());
        logs.setCluster(logger,
                options.getLocalized(module, "log_to_cluster").asBoolean()
                        ? level(options.getLocalized(module, "log_to_cluster_level").orElse("info"))
                        : null);
    }

    /** The level with this name, or with this severity number of Ceph's; null for empty. */
    public static @Nullable Level level(String text) {
        return switch (text) {
            case "debug", "20" -> Level.DEBUG;
            case "info", "4" -> Level.INFO;
            case "warn", "warning", "1" -> Level.WARN;
            case "error", "critical", "0" -> Level.ERROR;
            case "" -> null;
            default -> throw new IllegalArgumentException("'" + text + "' is not a log level");
        };
    }
}
