package io.reeve.daemon.config;

import io.reeve.api.ModuleOption;
import io.reeve.cluster.daemon.DaemonOptions;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.election.ZooKeeperTls.StoreType;
import io.reeve.report.protocol.HostPort;
import io.reeve.report.protocol.Limits;
import io.reeve.reportport.peer.ReportPort;
import io.reeve.standby.StandbyMode;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The table of all settings of {@code reeved run}. Options, environment, file, help, {@code config get} and the README's table
 * come from it; a test compares the example file and the guide with it.
 */
final class Settings {
    private static final String ADDRESS_HINT = "Write HOST:PORT, such as 127.0.0.1:9480 or [::1]:9480.";
    private static final String DURATION_HINT = "Write a number with a unit, such as 200ms, 6s or 2min.";
    private static final String SIZE_HINT = "Write a number with a unit, such as 256KiB or 32MiB.";
    private static final String NAME_HINT = "Write at most 63 letters, digits, '.', '_' or '-', not starting with a sign.";

    static final Setting<String> ID = Setting.required("id", "NAME", "This manager's name, unique in the cluster.",
            NAME_HINT, Parsers::name);
    static final Setting<String> ZOOKEEPER = Setting
            .required("zookeeper", "HOST:PORT[,...]", "The ZooKeeper servers.",
                    "Write HOST:PORT, several with commas between.", Parsers::zookeeper)
            .separatedBy(",");
    private static final String STORE_TYPE = "PEM|PKCS12|JKS";
    private static final String STORE_HINT = "Write PEM, PKCS12 or JKS.";
    static final Setting<Boolean> ZOOKEEPER_TLS = Setting.of("zookeeper-tls", "true|false", "false",
            "Whether the ZooKeeper servers are reached by TLS; with true, zookeeper names their secure ports.",
            "Write true or false.", Parsers::bool);
    static final Setting<Path> ZOOKEEPER_TRUST_STORE = Setting.optional("zookeeper-trust-store", "FILE",
            "The certificates by which those of the ZooKeeper servers are checked.", "Write a file.", Parsers::path);
    static final Setting<StoreType> ZOOKEEPER_TRUST_STORE_TYPE = Setting.optional("zookeeper-trust-store-type",
            STORE_TYPE, "The format of the trust store; without it, by the ending .pem, .p12 or .jks.", STORE_HINT,
            Parsers::storeType);
    static final Setting<Path> ZOOKEEPER_TRUST_STORE_PASSWORD_FILE = Setting.optional(
            "zookeeper-trust-store-password-file", "FILE", "The file with the password of the trust store.",
            "Write a file.", Parsers::path);
    static final Setting<Path> ZOOKEEPER_KEY_STORE = Setting.optional("zookeeper-key-store", "FILE",
            "The key and certificate that this process shows to ZooKeeper servers that ask for one.", "Write a file.",
            Parsers::path);
    static final Setting<StoreType> ZOOKEEPER_KEY_STORE_TYPE = Setting.optional("zookeeper-key-store-type", STORE_TYPE,
            "The format of the key store; without it, by the ending .pem, .p12 or .jks.", STORE_HINT,
            Parsers::storeType);
    static final Setting<Path> ZOOKEEPER_KEY_STORE_PASSWORD_FILE = Setting.optional("zookeeper-key-store-password-file",
            "FILE", "The file with the password of the key store and its key.", "Write a file.", Parsers::path);
    static final Setting<Boolean> ZOOKEEPER_HOSTNAME_VERIFICATION = Setting.of("zookeeper-hostname-verification",
            "true|false", "true", "Whether the certificate of a ZooKeeper server must name the host it is reached at.",
            "Write true or false.", Parsers::bool);
    /** The settings of TLS to ZooKeeper, which the agent has too. */
    static final List<Setting<?>> TLS = List.of(ZOOKEEPER_TLS, ZOOKEEPER_TRUST_STORE, ZOOKEEPER_TRUST_STORE_TYPE,
            ZOOKEEPER_TRUST_STORE_PASSWORD_FILE, ZOOKEEPER_KEY_STORE, ZOOKEEPER_KEY_STORE_TYPE,
            ZOOKEEPER_KEY_STORE_PASSWORD_FILE, ZOOKEEPER_HOSTNAME_VERIFICATION);
    static final Setting<String> CLUSTER = Setting.of("cluster", "NAME", "reeve", "The cluster's name in ZooKeeper.",
            NAME_HINT, Parsers::name);
    static final Setting<HostPort> HTTP = Setting.of("http", "HOST:PORT", "127.0.0.1:9480",
            "Where HTTP listens; port 0 takes a free one.", ADDRESS_HINT, HostPort::parse);
    static final Setting<HostPort> REPORT = Setting.of("report", "HOST:PORT", "127.0.0.1:6800",
            "Where managers and daemons connect; port 0 takes a free one.", ADDRESS_HINT, HostPort::parse);
    static final Setting<URI> ADVERTISE_URL = Setting.optional("advertise-url", "URL",
            "Where browsers reach this manager; without it, made from http.",
            "Write the URL that a browser can open, such as http://node1.example.org:9480/.",
            Parsers::advertisedUrl);
    static final Setting<List<String>> ALLOWED_HOSTS = Setting
            .of("allowed-hosts", "HOST[,...]", "",
                    "Further names under which clients reach this cluster, such as that of a proxy or a container.",
                    "Write host names without ports, with commas between, such as reeve.example.org,a.",
                    Parsers::hosts)
            .separatedBy(",")
            .written(hosts -> String.join(",", hosts));
    static final Setting<List<String>> ALLOW_ORIGIN = Setting
            .of("allow-origin", "URL[,...]", "",
                    "Further origins whose pages may send commands, such as the public URL of a proxy.",
                    "Write http:// or https:// with a host, and a port if need be, with commas between.",
                    Parsers::origins)
            .separatedBy(",")
            .written(origins -> String.join(",", origins));
    static final Setting<HostPort> ADVERTISE_REPORT = Setting.optional("advertise-report", "HOST:PORT",
            "Where managers and daemons reach this manager; without it, made from report.",
            "Write HOST:PORT as the others can reach it.", Parsers::advertised);
    static final Setting<List<Path>> MODULE_PATH = Setting.optional("module-path", "DIR[:DIR]",
            "Folders and jars with modules; without it, the folder of the bundled modules.",
            "Write folders with '" + File.pathSeparator + "' between.", Parsers::paths)
            .separatedBy(File.pathSeparator)
            .written(paths -> String.join(File.pathSeparator, paths.stream().map(Path::toString).toList()));
    static final Setting<List<String>> INITIAL_MODULES = Setting
            .of("initial-modules", "A,B", "", "The modules that a new cluster starts with.",
                    "Write module names with commas between.", Parsers::names)
            .separatedBy(",")
            .written(names -> String.join(",", names));
    static final Setting<Duration> SESSION_TIMEOUT = Setting.of("session-timeout", "TIME", "6s",
            "How long ZooKeeper waits for a silent manager; the server bounds it to 2..20 of its ticks.",
            DURATION_HINT, Parsers.duration(Duration.ofMillis(500), Duration.ofMinutes(5))).written(Settings::millis);
    static final Setting<Duration> DRAIN = Setting.of("drain", "TIME", "200ms",
            "How long a hand-over waits for modules to stop.", DURATION_HINT,
            Parsers.duration(Duration.ZERO, Duration.ofMinutes(1))).written(Settings::millis);
    static final Setting<Duration> HOLD = Setting.of("hold", "TIME", "2s",
            "How long a request waits for the next active while leadership changes hands; 0s: it is refused at once.",
            DURATION_HINT, Parsers.duration(Duration.ZERO, Duration.ofMinutes(1))).written(Settings::millis);
    static final Setting<Long> MAX_BODY = Setting.of("max-body", "SIZE", "1GiB",
            "The largest body of a request to a module's page; a larger one is answered with 413.",
            SIZE_HINT, ByteSizes::parse).written(ByteSizes::format);
    static final Setting<StandbyMode> STANDBY_MODE = Setting.of("standby-mode", "MODE", "redirect",
            "What a standby does with requests for the active: redirect, proxy or error.",
            "Write redirect, proxy or error.", Parsers::standbyMode)
            .written(mode -> mode.name().toLowerCase(Locale.ROOT));
    static final Setting<OptionalInt> PRIORITY = Setting.of("priority", "N|never", "0",
            "Who becomes active first: the highest; never: not this one.", "Write a whole number, or never.",
            Parsers::priority)
            .written(priority -> priority.isPresent() ? Integer.toString(priority.getAsInt()) : "never");
    /** The defaults of the cluster's options on this manager. */
    static final List<Setting<ModuleOption>> OPTIONS = DaemonOptions.ALL.stream().map(Setting::below).toList();
    static final Setting<Long> REPORT_FRAMES = Setting.of(ReportPort.FRAMES_SETTING, "SIZE",
            ByteSizes.format(ReportPort.FRAMES),
            "The memory for frames of all daemons together that are received in part or run as commands.", SIZE_HINT,
            Parsers.size(1 << 20, 1L << 40)).written(ByteSizes::format);
    static final Setting<Long> REPORT_FACTS = Setting.of("report-facts", "SIZE",
            ByteSizes.format(Limits.FACTS),
            "The size of metadata, status and tasks together that a daemon may have.", SIZE_HINT,
            Parsers.size(1 << 10, 3 << 20)).written(ByteSizes::format);
    static final Setting<Integer> REPORT_KEPT = Setting.of(KeptLimits.SETTING, "PERCENT",
            Integer.toString(KeptLimits.PERCENT),
            "The part of the heap for what all daemons tell of themselves; values of counters may take twice that.",
            "Write a whole number from 1 to 50.", Parsers.percent(1, 50));
    static final Setting<Path> DATA = Setting.of("data", "DIR", ".",
            "The folder for this manager's own files, such as copies of modules' jars.", "Write a folder.",
            Parsers::path);
    static final Setting<Optional<Path>> LOG_FILE = Setting.of("log-file", "FILE|-", "-",
            "The log, a file that rotates; - is standard error.", "Write a file, or -.",
            Parsers::logFile)
            .written(file -> file.map(Path::toString).orElse("-"));

    static final List<Setting<?>> ALL = Stream.of(
            List.of(ID, ZOOKEEPER), TLS,
            List.of(CLUSTER, HTTP, REPORT, ADVERTISE_URL, ALLOWED_HOSTS, ALLOW_ORIGIN, ADVERTISE_REPORT,
                    MODULE_PATH, INITIAL_MODULES,
                    SESSION_TIMEOUT, DRAIN, STANDBY_MODE, HOLD, MAX_BODY, PRIORITY),
            OPTIONS, List.of(REPORT_FRAMES, REPORT_FACTS, REPORT_KEPT, DATA, LOG_FILE))
            .<Setting<?>>flatMap(List::stream)
            .toList();

    /**
     * The settings whose values diagnostics tell: names of hosts and files, numbers, choices. One that may hold a secret is left
     * out here, and a test asks of each new one which it is.
     */
    static final List<Setting<?>> TOLD = List.of(ID, ZOOKEEPER, ZOOKEEPER_TLS, ZOOKEEPER_TRUST_STORE,
            ZOOKEEPER_TRUST_STORE_TYPE, ZOOKEEPER_TRUST_STORE_PASSWORD_FILE, ZOOKEEPER_KEY_STORE,
            ZOOKEEPER_KEY_STORE_TYPE, ZOOKEEPER_KEY_STORE_PASSWORD_FILE, ZOOKEEPER_HOSTNAME_VERIFICATION, CLUSTER, HTTP,
            REPORT, ADVERTISE_URL, ALLOWED_HOSTS,
            ALLOW_ORIGIN, ADVERTISE_REPORT, MODULE_PATH, INITIAL_MODULES, SESSION_TIMEOUT, DRAIN, STANDBY_MODE,
            HOLD, MAX_BODY, PRIORITY, REPORT_FRAMES, REPORT_FACTS, REPORT_KEPT, DATA, LOG_FILE);

    private Settings() {}

    private static String millis(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
