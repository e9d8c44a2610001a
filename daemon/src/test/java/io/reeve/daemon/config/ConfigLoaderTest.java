package io.reeve.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reeve.api.ModuleOption;
import io.reeve.api.OptionValue;
import io.reeve.cluster.daemon.DaemonOptions;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.election.ZooKeeperTls;
import io.reeve.election.ZooKeeperTls.CertificateStore;
import io.reeve.election.ZooKeeperTls.StoreType;
import io.reeve.standby.StandbyMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    private final Map<String, String> options = new HashMap<>(Map.of("id", "a", "zookeeper", "127.0.0.1:2181"));
    private final Map<String, String> environment = new HashMap<>();

    private ManagerConfig load() throws ConfigException {
        return ConfigLoader.load(options, environment, List.of(Path.of("bundled")), false);
    }

    private List<String> problems() {
        return catchThrowableOfType(ConfigException.class, this::load).problems();
    }

    private void file(String... lines) throws IOException {
        Path file = Files.write(folder.resolve("reeved.yaml"), List.of(lines));
        options.put("config", file.toString());
    }

    @Test
    void hasTheDocumentedDefaults() throws ConfigException {
        ManagerConfig config = load();
        assertThat(config.http()).hasToString("127.0.0.1:9480");
        assertThat(config.report()).hasToString("127.0.0.1:6800");
        assertThat(config.cluster()).isEqualTo("reeve");
        assertThat(config.sessionTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.drain()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.standbyMode()).isEqualTo(StandbyMode.REDIRECT);
        assertThat(config.priority()).isZero();
        assertThat(config.logFile()).isEmpty();
        assertThat(config.initialModules()).isEmpty();
        assertThat(config.modulePath()).containsExactly(Path.of("bundled"));
        assertThat(config.advertiseUrl(9480)).isEqualTo(URI.create("http://127.0.0.1:9480/"));
        assertThat(config.advertiseReport(6801)).hasToString("127.0.0.1:6801");
    }

    private DaemonSettings daemons() throws ConfigException {
        Map<String, ModuleOption> byName = new HashMap<>();
        load().options().forEach(option -> byName.put(option.name(), option));
        return DaemonOptions
                .settings(name -> OptionValue.of(name, Objects.requireNonNull(byName.get(name)).defaultValue()));
    }

    @Test
    void whatThisManagerIsToldIsTheDefaultOfTheClustersOptions() throws Exception {
        assertThat(daemons()).isEqualTo(DaemonSettings.defaults());
        file("silent-periods: 6", "takeover-grace: 1min", "service-grace: 90");
        environment.putAll(Map.of("REEVE_STATS_THRESHOLD", "0", "REEVE_CLOSED_PERIODS", "3"));
        options.put("stats-period", "200ms");
        assertThat(daemons()).isEqualTo(new DaemonSettings(Duration.ofMillis(200), 0, Duration.ofSeconds(90), 3, 6,
                Duration.ofMinutes(1)));
        options.put("stats-period", "10ms");
        environment.put("REEVE_CLOSED_PERIODS", "two");
        assertThat(problems()).satisfiesExactlyInAnyOrder(
                period -> assertThat(period).startsWith("--stats-period: '10ms' (option)").contains("at least 100ms"),
                closed -> assertThat(closed).startsWith("--closed-periods: 'two' (REEVE_CLOSED_PERIODS")
                        .contains("not a whole number"));
    }

    @Test
    void optionWinsOverEnvironmentOverFileOverDefault() throws Exception {
        file("drain: 3s", "session-timeout: 4s", "priority: 5", "cluster: four");
        environment.putAll(Map.of("REEVE_DRAIN", "2s", "REEVE_SESSION_TIMEOUT", "3s", "REEVE_PRIORITY", ""));
        options.put("drain", "1s");
        ManagerConfig config = load();
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.sessionTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.priority()).isEqualTo(5);
        assertThat(config.cluster()).isEqualTo("four");
    }

    @Test
    void theFileWinsOverTheDefaultsOfAPackage() throws Exception {
        environment.putAll(Map.of("REEVE_DEFAULT_HTTP", "0.0.0.0:9480", "REEVE_DEFAULT_ADVERTISE_URL", "http://h:1/"));
        assertThat(load().http()).hasToString("0.0.0.0:9480");
        file("http: 127.0.0.1:8080");
        assertThat(load().http()).hasToString("127.0.0.1:8080");
        environment.put("REEVE_HTTP", "127.0.0.1:7070");
        assertThat(load().http()).hasToString("127.0.0.1:7070");
        environment.put("REEVE_DEFAULT_REPORT", "x");
        assertThat(problems()).singleElement().asString().contains("(REEVE_DEFAULT_REPORT in the environment)");
    }

    @Test
    void theEnvironmentCanNameTheFile() throws Exception {
        file("cluster: c");
        environment.put("REEVE_CONFIG", options.remove("config"));
        assertThat(load().cluster()).isEqualTo("c");
    }

    @Test
    void theFileMayHoldLists() throws Exception {
        options.remove("zookeeper");
        file("initial-modules: [hello, selftest]", "zookeeper:", "  - zk1:2181", "  - '[::1]:2181'",
                "module-path: x:y");
        ManagerConfig config = load();
        assertThat(config.initialModules()).containsExactly("hello", "selftest");
        assertThat(config.zookeeper()).isEqualTo("zk1:2181,[::1]:2181");
        assertThat(config.modulePath()).containsExactly(Path.of("x"), Path.of("y"));
    }

    @Test
    void tlsToZooKeeperTakesFilesForStoresAndPasswords() throws Exception {
        Path trust = Files.writeString(folder.resolve("ca.pem"), "x");
        Path key = Files.writeString(folder.resolve("key.p12"), "x");
        Path password = Files.writeString(folder.resolve("password"), "hunter2");
        assertThat(load().zooKeeperTls()).isEmpty();
        file("zookeeper-tls: true", "zookeeper-trust-store: " + trust, "zookeeper-key-store: " + key,
                "zookeeper-key-store-type: pkcs12", "zookeeper-key-store-password-file: " + password,
                "zookeeper-hostname-verification: false");
        assertThat(load().zooKeeperTls()).hasValue(new ZooKeeperTls(
                Optional.of(new CertificateStore(key, Optional.of(StoreType.PKCS12), Optional.of(password))),
                new CertificateStore(trust, Optional.empty(), Optional.empty()), false));
        assertThat(load().inForce()).containsEntry("zookeeper_tls", "true")
                .containsEntry("zookeeper_key_store_password_file", password.toString())
                .doesNotContainValue("hunter2");
        assertThat(load().isSet("zookeeper_tls")).isTrue();
        assertThat(load().isSet("zookeeper_trust_store_type")).isFalse();
        assertThat(load().isSet("drain")).isFalse();
    }

    @Test
    void tlsToZooKeeperThatCannotWorkIsRefusedAtTheStart() throws Exception {
        file("zookeeper-tls: true", "zookeeper-key-store: " + folder.resolve("none.p12"),
                "zookeeper-key-store-type: der");
        assertThat(problems()).satisfiesExactlyInAnyOrder(
                problem -> assertThat(problem).contains("--zookeeper-trust-store: missing"),
                problem -> assertThat(problem).contains("--zookeeper-key-store: '",
                        "not a file that this user can read"),
                problem -> assertThat(problem).contains("--zookeeper-key-store-type: 'der'", "PEM, PKCS12 or JKS"));
        file("zookeeper-trust-store: " + folder.resolve("reeved.yaml"));
        assertThat(problems()).singleElement()
                .asString()
                .contains("--zookeeper-trust-store: it has no effect without --zookeeper-tls true");
    }

    @Test
    void agentTakesTheSettingsOfTlsFromOptionsAndEnvironment() throws Exception {
        Path trust = Files.writeString(folder.resolve("ca.pem"), "x");
        assertThat(ConfigLoader.zooKeeperTls(Map.of(), Map.of("REEVE_CONFIG", "/nowhere"))).isEmpty();
        assertThat(ConfigLoader.zooKeeperTls(Map.of("zookeeper-tls", "true"),
                Map.of("REEVE_ZOOKEEPER_TRUST_STORE", trust.toString()))).hasValue(new ZooKeeperTls(Optional.empty(),
                        new CertificateStore(trust, Optional.empty(), Optional.empty()), true));
    }

    @Test
    void scalarsOfTheFileAreTakenAsWritten() throws Exception {
        options.remove("id");
        file("id: 010");
        assertThat(load().id()).isEqualTo("010");
    }

    @Test
    void neverIsNoPriority() throws ConfigException {
        options.put("priority", "never");
        assertThat(load().priority()).isNull();
    }

    @Test
    void allWrongValuesAreToldTogetherWithTheirSources() throws Exception {
        options.remove("id");
        options.put("standby-mode", "sleep");
        environment.put("REEVE_DRAIN", "5");
        file("session-timeout: 1h", "wrong-key: 1", "sessiontimeout: 6s", "http: [a, b]", "drain: 1s", "drain: 2s");
        assertThat(problems()).satisfiesExactlyInAnyOrder(
                problem -> assertThat(problem).contains("--id: missing", "REEVE_ID"),
                problem -> assertThat(problem).contains("--standby-mode: 'sleep' (option)", "redirect, proxy or error"),
                problem -> assertThat(problem).contains("--drain: '5' (REEVE_DRAIN in the environment)", "200ms"),
                problem -> assertThat(problem).contains("--session-timeout: '1h' (session-timeout in ",
                        "reeved.yaml:1)", "not within 500ms to 5min"),
                problem -> assertThat(problem).contains("reeved.yaml:2: 'wrong-key' is no setting. Known: id,"),
                problem -> assertThat(problem).contains("Did you mean 'session-timeout'?"),
                problem -> assertThat(problem).contains("reeved.yaml:4: 'http' must be one value"),
                problem -> assertThat(problem).contains("reeved.yaml:6: 'drain' is set twice"));
    }

    @Test
    void filesThatCannotBeReadAreProblemsNotCrashes() throws Exception {
        options.put("config", folder.resolve("none").toString());
        assertThat(problems()).singleElement().asString().contains("there is no such file");
        options.put("config", folder.toString());
        assertThat(problems()).singleElement().asString().contains("cannot be read");
        file("a: [");
        assertThat(problems()).singleElement().asString().contains("reeved.yaml:");
        file("- just", "- a list");
        assertThat(problems()).singleElement().asString().contains("key: value");
        Files.write(folder.resolve("reeved.yaml"), new byte[]{(byte) 0xff, 0});
        assertThat(problems()).singleElement().asString().contains("UTF-8");
        file("# only a comment");
        assertThat(load().id()).isEqualTo("a");
    }

    @Test
    void onlyOneDocumentIsTakenFromTheFile() throws Exception {
        file("cluster: a", "---", "cluster: b");
        assertThat(problems()).singleElement().asString().contains("a second document begins here");
        file("cluster: a", "...", "drain: 1s");
        assertThat(problems()).singleElement().asString().contains("reeved.yaml:", "a second document begins here");
        file("---", "cluster: c", "...");
        assertThat(load().cluster()).isEqualTo("c");
    }

    @Test
    void aTabIsNamedWithItsLine() throws Exception {
        file("cluster: a", "zookeeper:", "\t- zk1:2181");
        assertThat(problems())
                .anySatisfy(problem -> assertThat(problem).contains("reeved.yaml:3: the line begins with a TAB"));
    }

    @Test
    void whatIsNoAddressIsSaidPrecisely() {
        options.put("http", "http://127.0.0.1:9480");
        assertThat(problems()).singleElement()
                .asString()
                .contains("it is a URL, and only its host and port belong here");
        options.put("http", "127.0.0.1:9480");
        options.put("zookeeper", "zk1;zk2");
        assertThat(problems()).singleElement().asString().contains("commas separate the servers, not ';'");
        options.put("zookeeper", "zk1:2181,zk2:2181/chroot");
        assertThat(problems()).singleElement().asString().contains("a chroot) is not supported", "--cluster");
    }

    @Test
    void variablesThatLookLikeSettingsAndAreNoneAreTold() {
        assertThat(UnknownVariables
                .of(Map.of("REEVE_ID", "a", "REEVE_MGR", "x", "REEVE_SESSIONTIMEOUT", "6s", "REEVE_HTPT",
                        "x", "REEVE_ZOOKEPER", "x", "reeve_http", "x", "REEVE_FOO", "1", "PATH", "/bin")))
                .containsExactly(
                        "environment variable REEVE_FOO is no setting, and is ignored. 'reeved run --help' lists the settings.",
                        "environment variable REEVE_HTPT is no setting, and is ignored. Did you mean REEVE_HTTP?",
                        "environment variable REEVE_SESSIONTIMEOUT is no setting, and is ignored."
                                + " Did you mean REEVE_SESSION_TIMEOUT?",
                        "environment variable REEVE_ZOOKEPER is no setting, and is ignored. Did you mean REEVE_ZOOKEEPER?",
                        "environment variable reeve_http is no setting, and is ignored. Did you mean REEVE_HTTP?");
    }

    @Test
    void advertisedUrlsMustBeReachable() {
        for (String url : List.of("http://0.0.0.0:1/", "http://[::]:1/", "ftp://x/", "x:9480", "http://", "http:///a",
                "http://u@h/", "http://h/?q", "http://h/#f", "http://h:0/", "http://h:99999/", "http://a b/")) {
            options.put("advertise-url", url);
            assertThat(problems()).as(url).singleElement().asString().contains("--advertise-url: '" + url + "'");
        }
        options.remove("advertise-url");
        options.put("advertise-report", "0.0.0.0:6800");
        assertThat(problems()).singleElement().asString().contains("nobody can connect to 0.0.0.0");
    }

    @Test
    void anAdvertisedUrlIsTakenOverWithASlashAtItsEnd() throws ConfigException {
        options.put("advertise-url", "https://mgr.example.org");
        assertThat(load().advertiseUrl(1)).isEqualTo(URI.create("https://mgr.example.org/"));
        options.put("http", "0.0.0.0:80");
        options.put("advertise-url", "http://mgr_a:9480");
        assertThat(load().advertiseUrl(1)).as("as Docker names hosts").isEqualTo(URI.create("http://mgr_a:9480/"));
        options.put("advertise-url", "http://127.0.0.1:80/");
        assertThat(load().advertiseUrl(1)).as("loopback is fine if told").hasToString("http://127.0.0.1:80/");
    }

    @Test
    void aListenerOnEveryAddressIsAdvertisedByTheMachinesName() throws Exception {
        options.put("http", "0.0.0.0:80");
        String host = InetAddress.getLocalHost().getHostName();
        assertThat(load().advertiseUrl(8080)).hasToString("http://" + host + ":8080/");
    }

    @Test
    void twoListenersCannotShareAPort() {
        options.putAll(Map.of("http", "127.0.0.1:1", "report", "127.0.0.1:1"));
        assertThat(problems()).singleElement().asString().contains("--http and --report");
    }

    @Test
    void hostsAndOriginsAreListsOfNamesAndUrls() throws ConfigException {
        assertThat(load().allowedHosts()).isEmpty();
        assertThat(load().allowOrigin()).isEmpty();
        options.put("allowed-hosts", "Reeve.example.org, a,b");
        environment.put("REEVE_ALLOW_ORIGIN", "https://reeve.example.org/,http://localhost:9481");
        assertThat(load().allowedHosts()).containsExactly("reeve.example.org", "a", "b");
        assertThat(load().allowOrigin()).containsExactly("https://reeve.example.org", "http://localhost:9481");
        options.put("allowed-hosts", "a:9480");
        environment.put("REEVE_ALLOW_ORIGIN", "https://reeve.example.org/page");
        assertThat(problems()).satisfiesExactlyInAnyOrder(
                host -> assertThat(host).startsWith("--allowed-hosts: 'a:9480'")
                        .contains("not a host name", "without ports"),
                origin -> assertThat(origin).startsWith("--allow-origin: 'https://reeve.example.org/page'")
                        .contains("has a path"));
        options.put("allowed-hosts", "*");
        environment.put("REEVE_ALLOW_ORIGIN", "*");
        assertThat(problems()).hasSize(2);
    }
}
