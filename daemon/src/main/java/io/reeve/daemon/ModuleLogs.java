package io.reeve.daemon;

import io.reeve.api.ClusterLogPriority;
import io.reeve.daemon.logging.LogControl;
import io.reeve.modulehost.catalog.CurrentModule;
import io.reeve.modulehost.options.ModuleLogging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The modules' log options, carried out by the logging library. */
final class ModuleLogs implements io.reeve.modulehost.options.ModuleLogControl, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleLogs.class);

    private final LogControl logs = new LogControl(ModuleLogging.PREFIX, CurrentModule::ofLogger);
    private final Path folder;
    private final String manager;
    private final ClusterSink cluster;

    /** The receiver of lines for the cluster log; a standby drops them. */
    @FunctionalInterface
    interface ClusterSink {
        void line(ClusterLogPriority priority, String module, String message);
    }

    /**
     * @param folder the folder of modules' own logs, {@code MANAGER-MODULE.log}
     */
    ModuleLogs(Path folder, String manager, ClusterSink cluster) {
        this.folder = folder;
        this.manager = manager;
        this.cluster = cluster;
    }

    @Override
    public void setLevel(String logger, @Nullable Level level) {
        logs.setLevel(logger, level == null ? "" : level.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void setFile(String logger, boolean enabled) {
        if (!enabled) {
            logs.stopLogToFile(logger);
            return;
        }
        Path file = folder.resolve(manager + "-" + module(logger) + ".log");
        try {
            logs.logToFile(logger, file);
        } catch (IOException e) {
            LOG.warn("logger {} has no file of its own: {} cannot be written: {}", logger, file, e.toString());
        }
    }

    @Override
    public void setCluster(String logger, @Nullable Level least) {
        if (least == null) {
            logs.stopForward(logger);
        } else {
            logs.forward(logger, least.name().toLowerCase(Locale.ROOT),
                    (level, message) -> cluster.line(priority(level), module(logger), message));
        }
    }

    @Override
    public void close() {
        logs.close();
    }

    /** The last part of the logger's name, since a module's name has no dot. */
    private static String module(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static ClusterLogPriority priority(String level) {
        return switch (level) {
            case "error" -> ClusterLogPriority.ERROR;
            case "warn" -> ClusterLogPriority.WARN;
            case "info" -> ClusterLogPriority.INFO;
            default -> ClusterLogPriority.DEBUG;
        };
    }
}
