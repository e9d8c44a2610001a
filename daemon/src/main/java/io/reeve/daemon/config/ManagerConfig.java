package io.reeve.daemon.config;

import io.reeve.api.ModuleOption;
import io.reeve.election.ZooKeeperTls;
import io.reeve.report.protocol.HostPort;
import io.reeve.standby.StandbyMode;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The configuration of one manager: a checked value for each of the settings that has one. Immutable. */
public final class ManagerConfig {
    private final Map<Setting<?>, Object> values;
    private final boolean exitWithParent;

    ManagerConfig(Map<Setting<?>, Object> values, boolean exitWithParent) {
        this.values = Map.copyOf(values);
        this.exitWithParent = exitWithParent;
    }

    /** The manager's name, unique in the cluster. */
    public String id() {
        return get(Settings.ID);
    }

    /** The connect string: {@code HOST:PORT,…}. */
    public String zookeeper() {
        return get(Settings.ZOOKEEPER);
    }

    /** TLS to ZooKeeper; empty for none. */
    public Optional<ZooKeeperTls> zooKeeperTls() {
        return TlsSettings.of(this, new ArrayList<>());
    }

    /** The cluster's name. */
    public String cluster() {
        return get(Settings.CLUSTER);
    }

    /** The address that the HTTP listener binds. */
    public HostPort http() {
        return get(Settings.HTTP);
    }

    /** The address that the report listener binds. */
    public HostPort report() {
        return get(Settings.REPORT);
    }

    /** This configuration with the ports that a manager had, where any free one was asked for. */
    public ManagerConfig boundTo(int httpPort, int reportPort) {
        Map<Setting<?>, Object> bound = new HashMap<>(values);
        bound.put(Settings.HTTP, http().withPort(httpPort));
        bound.put(Settings.REPORT, report().withPort(reportPort));
        return new ManagerConfig(bound, exitWithParent);
    }

    /** The folders and jars with modules. */
    public List<Path> modulePath() {
        return get(Settings.MODULE_PATH);
    }

    /** The modules that are enabled when the cluster is started for the first time. */
    public List<String> initialModules() {
        return get(Settings.INITIAL_MODULES);
    }

    /** The timeout of the ZooKeeper session. */
    public Duration sessionTimeout() {
        return get(Settings.SESSION_TIMEOUT);
    }

    /** The longest wait of a hand-over for modules. */
    public Duration drain() {
        return get(Settings.DRAIN);
    }

    /** How long a request waits for the next active while leadership changes hands. */
    public Duration hold() {
        return get(Settings.HOLD);
    }

    /** The largest body of a request to a module's page, in bytes. */
    public long maxBody() {
        return get(Settings.MAX_BODY);
    }

    /** The treatment of requests for the active while this manager stands by. */
    public StandbyMode standbyMode() {
        return get(Settings.STANDBY_MODE);
    }

    /** Further host names for which HTTP requests are answered. */
    public List<String> allowedHosts() {
        return get(Settings.ALLOWED_HOSTS);
    }

    /** Further origins whose pages may send commands. */
    public List<String> allowOrigin() {
        return get(Settings.ALLOW_ORIGIN);
    }

    /** The rank in becoming active, the highest first; null for never. */
    public @Nullable Integer priority() {
        OptionalInt priority = get(Settings.PRIORITY);
        return priority.isPresent() ? Integer.valueOf(priority.getAsInt()) : null;
    }

    /** The bytes of frames in flight of all daemons together. */
    public long reportFrames() {
        return get(Settings.REPORT_FRAMES);
    }

    /** The bytes of metadata, status and tasks together that a daemon may have. */
    public int reportFacts() {
        return Math.toIntExact(get(Settings.REPORT_FACTS));
    }

    /** The part of the heap for the state of daemons, in percent. */
    public int reportKept() {
        return get(Settings.REPORT_KEPT);
    }

    /** The folder for the manager's own files. */
    public Path data() {
        return get(Settings.DATA);
    }

    /** The log; empty for standard error. */
    public Optional<Path> logFile() {
        return get(Settings.LOG_FILE);
    }

    /** Whether the manager stops when its standard input ends. */
    public boolean exitWithParent() {
        return exitWithParent;
    }

    /** The options of the cluster, with what this manager is told as their defaults. */
    public List<ModuleOption> options() {
        return Settings.OPTIONS.stream().map(this::get).toList();
    }

    /** The folder of its log and of its modules' logs; the folder of its own files if it logs to standard error. */
    public Path logFolder() {
        return logFile().map(file -> file.toAbsolutePath().getParent()).orElse(data());
    }

    /** The settings by name, as text, without the cluster's options. */
    public Map<String, String> inForce() {
        Map<String, String> all = new TreeMap<>();
        Settings.ALL.stream()
                .filter(setting -> !Settings.OPTIONS.contains(setting))
                .forEach(setting -> all.put(setting.name().replace('-', '_'), text(setting)));
        return all;
    }

    /** The settings that are told to whoever searches a fault, by name, as text. */
    public Map<String, String> told() {
        Map<String, String> all = new TreeMap<>();
        Settings.TOLD.forEach(setting -> all.put(setting.name(), text(setting)));
        return all;
    }

    /** Whether a setting, by its name in {@link #inForce}, has another value than its default. */
    public boolean isSet(String name) {
        return Settings.ALL.stream()
                .filter(setting -> setting.name().replace('-', '_').equals(name))
                .anyMatch(setting -> !text(setting).equals(defaultText(setting)));
    }

    private static <T> String defaultText(Setting<T> setting) {
        return setting.defaultValue().map(text -> setting.writer().apply(setting.parser().apply(text))).orElse("");
    }

    private <T> String text(Setting<T> setting) {
        return find(setting).map(setting.writer()).orElse("");
    }

    /** The value of a setting that may be without one. */
    @SuppressWarnings("unchecked") // the loader puts what the setting's own parser made
    <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable((T) values.get(setting));
    }

    private <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow();
    }

    /** The URL to publish, ending in {@code /}, once the listener's port is known. */
    public URI advertiseUrl(int boundPort) {
        return find(Settings.ADVERTISE_URL)
                .orElseGet(() -> URI.create("http://" + reachable(http()).withPort(boundPort) + "/"));
    }

    /** The report address to publish, once the listener's port is known. */
    public HostPort advertiseReport(int boundPort) {
        return find(Settings.ADVERTISE_REPORT).orElseGet(() -> reachable(report()).withPort(boundPort));
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
