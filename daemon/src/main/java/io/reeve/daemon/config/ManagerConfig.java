package io.reeve.daemon.config;

import io.reeve.api.ModuleOption;
import io.reeve.report.protocol.HostPort;
import io.reeve.standby.StandbyMode;
import java.io.File;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that one manager is told at its start.
 *
 * @param id                 its name, unique in the cluster
 * @param zookeeper          the connect string: {@code HOST:PORT,…}
 * @param cluster            the cluster's name
 * @param http               where the HTTP listener binds
 * @param report             where the report listener binds
 * @param advertiseUrl       where browsers reach it, if told; see {@link #advertiseUrl(int)}
 * @param advertiseReport    where daemons report, if told; see {@link #advertiseReport(int)}
 * @param modulePath         folders and jars with modules
 * @param initialModules     what is enabled when the cluster is started for the first time
 * @param sessionTimeout     of the ZooKeeper session
 * @param drain              how long a hand-over waits for modules
 * @param standbyMode        what a standby does with requests for the active
 * @param priority           who activates first; null for never
 * @param data               the folder for its own files
 * @param logFile            the log; empty for standard error
 * @param exitWithParent     whether it stops when its standard input ends
 * @param options            the options of the cluster, with what this manager is told as their defaults
 */
public record ManagerConfig(String id, String zookeeper, String cluster, HostPort http, HostPort report,
        Optional<URI> advertiseUrl, Optional<HostPort> advertiseReport, List<Path> modulePath,
        List<String> initialModules, Duration sessionTimeout, Duration drain, StandbyMode standbyMode,
        @Nullable Integer priority, Path data, Optional<Path> logFile, boolean exitWithParent,
        List<ModuleOption> options) {

    public ManagerConfig {
        modulePath = List.copyOf(modulePath);
        initialModules = List.copyOf(initialModules);
        options = List.copyOf(options);
    }

    /** Where its log is, and where logs of modules go beside it: with its own files if it logs to standard error. */
    public Path logFolder() {
        return logFile.map(file -> file.toAbsolutePath().getParent()).orElse(data);
    }

    /** The settings by name, as text, without the cluster's options. */
    public Map<String, String> inForce() {
        Map<String, String> all = new TreeMap<>();
        all.put("id", id);
        all.put("zookeeper", zookeeper);
        all.put("cluster", cluster);
        all.put("http", http.toString());
        all.put("report", report.toString());
        all.put("advertise_url", advertiseUrl.map(URI::toString).orElse(""));
        all.put("advertise_report", advertiseReport.map(HostPort::toString).orElse(""));
        all.put("module_path", String.join(File.pathSeparator, modulePath.stream().map(Path::toString).toList()));
        all.put("initial_modules", String.join(",", initialModules));
        all.put("session_timeout", sessionTimeout.toMillis() + "ms");
        all.put("drain", drain.toMillis() + "ms");
        all.put("standby_mode", standbyMode.name().toLowerCase(Locale.ROOT));
        all.put("priority", priority == null ? "never" : priority.toString());
        all.put("data", data.toString());
        all.put("log_file", logFile.map(Path::toString).orElse("-"));
        return all;
    }

    /** The URL to publish, ending in {@code /}, once the listener's port is known. */
    public URI advertiseUrl(int boundPort) {
        return advertiseUrl
                .orElseGet(() -> URI.create("http://" + reachable(http).withPort(boundPort) + "/"));
    }

    /** The report address to publish, once the listener's port is known. */
    public HostPort advertiseReport(int boundPort) {
        return advertiseReport.orElseGet(() -> reachable(report).withPort(boundPort));
    }

    private static HostPort reachable(HostPort bind) {
        return bind.isWildcard() ? new HostPort(hostName(), bind.port()) : bind;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            throw new IllegalStateException("this machine's own name is not known: " + nameless.getMessage(),
                    nameless);
        }
    }
}
