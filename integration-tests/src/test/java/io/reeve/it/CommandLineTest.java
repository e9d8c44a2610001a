package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as its users have it: {@code bin/reeve}, files, and a shell. */
@Tag("cluster")
class CommandLineTest {
    private static final int ENOENT = 2;
    private static final int EFBIG = 27;
    private static final int EINVAL = 22;
    private static final String SECRET = "hunter2-4711";
    private static final List<String> FILES = List.of("node.json", "managers.json", "versions.json", "process.json",
            "settings.json", "log.txt", "threads.txt", "metrics.txt", "modules.json", "options.json", "health.json",
            "health_history.txt", "cluster_log.txt", "config_key.json", "zookeeper.json", "fs_map.json",
            "osd_map.json", "osd_map_crush.json", "sections.json");

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static TestCluster.Node active;
    private static TestCluster.Node standby;

    @BeforeAll
    static void startTwo() throws Exception {
        cluster = new TestCluster(folder.resolve("cluster"), Duration.ofSeconds(20)).with(Map.of("DB_PASSWORD", SECRET,
                "REEVE_JAVA_OPTS", "-Dzookeeper.ssl.keyStore.password=" + SECRET));
        cluster.start("a");
        cluster.start("b");
        active = cluster.awaitSettled();
        standby = cluster.nodes().stream().filter(n -> !n.equals(active)).findFirst().orElseThrow();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aSilentNodeIsGivenUpAndTheNextIsAsked() throws Exception {
        String silentFirst = standby.url() + "," + active.url();
        standby.signal("STOP");
        try {
            for (List<String> words : List.of(List.of("mgr", "stat"), List.of("hello", "count"))) {
                long start = System.nanoTime();
                Product.ok(silentFirst, words.toArray(String[]::new));
                assertThat(Duration.ofNanos(System.nanoTime() - start)).as("%s", words)
                        .isLessThan(Pace.of(Duration.ofSeconds(6)));
            }
        } finally {
            standby.signal("CONT");
        }
    }

    @Test
    void aManagerThatIsToldRunsTheCommandItselfWhoeverIsAsked() throws Exception {
        for (TestCluster.Node asked : List.of(active, standby)) {
            for (TestCluster.Node told : List.of(active, standby)) {
                assertThat(Product.ok(asked.url(), "tell", "mgr." + told.name(), "config", "show", "-f", "json"))
                        .as("%s asks %s", asked.name(), told.name())
                        .contains("\"" + told.url().replaceFirst("http://", "") + "\"");
            }
            Product.Outcome unknown = Product.reeve(asked.url(), "tell", "mgr.nobody", "config", "show");
            assertThat(unknown.exit()).isEqualTo(ENOENT);
            assertThat(unknown.stderr())
                    .startsWith("Error ENOENT: mgr.nobody does not exist: 'mgr metadata' lists the managers");
        }
    }

    @Test
    void bytesGoInAndComeOutAsTheyAreUpToTheLimit() throws Exception {
        byte[] most = new byte[65_536];
        new Random(1).nextBytes(most);
        Path in = Files.write(folder.resolve("in"), most);
        Path out = folder.resolve("out");
        Product.ok(cluster.urls(), "config-key", "set", "most", "-i", in.toString());
        Product.ok(cluster.urls(), "-o", out.toString(), "config-key", "get", "most");
        assertThat(out).hasBinaryContent(most);

        byte[] more = new byte[most.length + 1];
        Product.Outcome refused = Product.reeve(cluster.urls(), "config-key", "set", "most", "-i",
                Files.write(folder.resolve("more"), more).toString());
        assertThat(refused.exit()).as(refused.stderr()).isEqualTo(EFBIG);
        assertThat(refused.stderr()).startsWith("Error EFBIG: ").contains("65536", "65537");
        Product.ok(cluster.urls(), "-o", out.toString(), "config-key", "get", "most");
        assertThat(out).as("what was there before").hasBinaryContent(most);
        assertThat(Product.ok(cluster.urls(), "config-key", "dump", "most")).contains("binary blob of length 65536");
    }

    @Test
    void diagnosticsHaveEachNodeAndNoSecretFromAnyPlaceWhereOneCanStand() throws Exception {
        try (RawDaemon daemon = new RawDaemon(active, "web", "1", Map.of("token", SECRET))) {
            var _ = daemon.awaitConfigure();
            plantSecrets();
            Path archive = folder.resolve("diagnostics.zip");
            Product.Outcome outcome = Product.reeve(cluster.urls(), "diagnostics", "-o", archive.toString());
            assertThat(outcome.exit()).as(outcome.stderr()).isZero();
            assertThat(outcome.stderr()).contains("2 of 2 managers answered").doesNotContain(SECRET);
            Map<String, String> files = unzip(archive);
            for (TestCluster.Node node : List.of(active, standby)) {
                for (String file : FILES) {
                    assertThat(files).containsKey(node.name() + "/" + file);
                }
            }
            assertThat(files.get(active.name() + "/node.json")).contains("\"role\" : \"active\"");
            assertThat(files.get(standby.name() + "/node.json")).contains("\"role\" : \"standby\"");
            assertThat(files.get(active.name() + "/daemons.json")).contains("\"web\"", "\"metadata_entries\" : 1");
            assertThat(files.get(standby.name() + "/sections.json")).contains("this manager is not active any more");
            assertThat(files.get(active.name() + "/cluster_log.txt")).contains("cmd='config-key set key=");
            assertThat(files.get(active.name() + "/log.txt")).contains("audit: ", "config/mgr/selftest/rwoption1");
            assertThat(files.get(standby.name() + "/zookeeper.json")).contains("\"mode\" : \"standalone\"",
                    "\"version\" : \"3.");
            assertThat(files).allSatisfy(
                    (file, text) -> assertThat(text.contains(SECRET)).as("%s has the secret", file).isFalse());
        } finally {
            Product.ok(cluster.urls(), "config", "rm", "mgr", "mgr/hello/greeting");
            Product.ok(cluster.urls(), "config", "rm", "mgr." + standby.name(), "mgr/hello/greeting");
            Product.ok(cluster.urls(), "config-key", "rm", "config/mgr/selftest/rwoption1");
        }
    }

    /** Puts the secret wherever one can stand, and looks that it stands there. */
    private static void plantSecrets() throws Exception {
        Product.ok(cluster.urls(), "config-key", "set", "db/pass", SECRET);
        Product.ok(cluster.urls(), "config", "set", "mgr", "mgr/hello/greeting", SECRET);
        assertThat(Product.ok(cluster.urls(), "hello", "greet", "you")).contains(SECRET);
        Product.ok(cluster.urls(), "config", "set", "mgr." + standby.name(), "mgr/hello/greeting", SECRET);
        Product.ok(cluster.urls(), "config-key", "set", "config/mgr/selftest/rwoption1", SECRET); // no number: a line in the log
        Product.ok(cluster.urls(), "selftest", "store", "set", "mine", SECRET);
        assertThat(Product.ok(cluster.urls(), "selftest", "config", "get", "rwoption1")).doesNotContain(SECRET);
        Product.ok(cluster.urls(), "log", "the", "word", "is", SECRET);
        for (List<String> refused : List.of(List.of("config-key", "set", "db/pass", "my", SECRET),
                List.of("config", "set", "mgr", "mgr/selftest/rwoption3", SECRET), List.of("nosuch", SECRET))) {
            assertThat(Product.reeve(cluster.urls(), refused.toArray(String[]::new)).exit()).as("%s", refused)
                    .isEqualTo(EINVAL);
        }
        assertThat(Product.reeve(cluster.urls(), "tell", "web.1x", "config", "set", "password", SECRET).exit())
                .isNotZero();
        assertThat(Product.ok(cluster.urls(), "service", "dump")).contains(SECRET);
    }

    private static Map<String, String> unzip(Path archive) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    void bashCompletesWordsOptionsAndWhatStandsBehindBreaks() throws Exception {
        Path bash = Path.of("/bin/bash");
        Needs.file(bash, "completion");
        assertThat(completed("reeve mgr mod")).containsExactly("module");
        assertThat(completed("reeve mgr module ")).contains("enable", "disable", "ls", "restart", "rescan");
        assertThat(completed("reeve --mgr " + standby.url() + " hello gr")).containsExactly("greet");
        assertThat(completed("reeve --format=js")).as("bash replaces what stands behind the =")
                .containsExactly("json", "json-pretty");
        assertThat(completed("reeve --tim")).containsExactly("--timeout");
        assertThat(completed("reeve nosuch ")).isEmpty();
    }

    @Test
    void namesOfWhatThereIsAreCompletedAndNoSecrets() throws Exception {
        Needs.file(Path.of("/bin/bash"), "completion");
        Product.ok(cluster.urls(), "config-key", "set", "a-key-of-somebody", SECRET);
        assertThat(completed("reeve mgr module enable s")).containsExactly("selftest");
        assertThat(completed("reeve mgr fail ")).contains(active.name(), standby.name());
        assertThat(completed("reeve config get mgr mgr/hello/gree")).containsExactly("mgr/hello/greeting");
        assertThat(completed("reeve explain OSD_HOST")).containsExactly("OSD_HOST_DOWN");
        assertThat(completed("reeve config-key get ")).isEmpty();
        assertThat(completed("reeve config set mgr mgr/hello/greeting ")).isEmpty();
    }

    @Test
    void zshAndFishCompleteAsBashDoes() throws Exception {
        Path zsh = Path.of("/usr/bin/zsh");
        Path fish = Path.of("/usr/bin/fish");
        Needs.file(zsh, "completion");
        Needs.file(fish, "completion");
        String inZsh = """
                compdef() { :; }; compadd() { print -rl -- "$@"; }; _files() { print files; }
                source <(reeve completion zsh)
                words=(reeve mgr module "$1") CURRENT=4 PREFIX=$1
                _reeve
                """;
        assertThat(saidBy(zsh, "-f", "-c", inZsh, "test", "ena")).containsExactly("--", "enable");
        assertThat(saidBy(zsh, "-f", "-c", inZsh, "test", "nosuch")).containsExactly("files");
        String inFish = "reeve completion fish | source; complete -C $argv[1]";
        assertThat(saidBy(fish, "--no-config", "-c", inFish, "reeve mgr module ena")).containsExactly("enable");
        assertThat(saidBy(fish, "--no-config", "-c", inFish, "reeve mgr module ")).contains("enable", "disable", "ls");
    }

    private static List<String> saidBy(Path shell, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(shell.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("said");
        Process process = shell(out, command.toArray(String[]::new));
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(out).stream().filter(l -> !l.isBlank()).toList();
    }

    @Test
    void aTabAtATerminalTypesTheRestOfTheWord() throws Exception {
        Path terminal = Path.of("/usr/bin/script");
        Needs.file(terminal, "a terminal");
        Needs.file(Path.of("/bin/bash"), "completion");
        Path out = folder.resolve("terminal");
        Process shell = shell(out, terminal.toString(), "-qfec", "/bin/bash --norc --noprofile -i", "/dev/null");
        try (var keys = shell.outputWriter(StandardCharsets.UTF_8)) {
            keys.write("source <(reeve --completion bash)\n");
            keys.write("reeve --mgr " + active.url() + " hello gr\tyou; echo ended with $?; exit\n");
        }
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(out).content().contains("Hello, you!", "ended with 0");
    }

    @Test
    void theStatusOnATerminalIsDrawnAnewAndCtrlCEndsIt() throws Exception {
        Path terminal = Path.of("/usr/bin/script");
        Needs.file(terminal, "a terminal");
        Path out = folder.resolve("watched");
        Process shell = shell(out, terminal.toString(), "-qfec",
                "trap : INT; TERM=xterm env --default-signal=INT reeve status --watch --interval 0.2;"
                        + " echo ended with $?",
                "/dev/null"); // the shell outlives the signal, and the command line heeds it although nohup ignores it
        try (var keys = shell.outputWriter(StandardCharsets.UTF_8)) {
            await().until(() -> Files.readString(out).split("\u001b\\[Hreeve status", -1).length > 3);
            keys.write('\u0003');
            keys.flush();
            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(out).content().contains("\u001b[3").contains("ended with 130");
    }

    @Test
    void zshCompletesHealthChecksThatAreTypedInSmallLetters() throws Exception {
        Needs.file(Path.of("/usr/bin/zsh"), "completion");
        try (PseudoTerminal zsh = new PseudoTerminal(folder.resolve("zsh"), environment(), "TERM=dumb zsh -f -i")) {
            zsh.type(
                    "unsetopt zle_bracketed_paste; autoload -U compinit && compinit -u -D && source <(reeve completion zsh)"
                            + " && echo is re''ady\n");
            zsh.awaitShown("is ready", 1);
            zsh.type("reeve explain osd_host_d\t; echo ended with $?; exit\n");
            zsh.awaitEnd();
            assertThat(zsh.shown()).contains("OSD_HOST_DOWN", "what to do:", "ended with 0");
        }
    }

    @Test
    void withoutWordsAtATerminalItIsAShellWithCompletionAndAHistoryWithoutSecrets() throws Exception {
        Path history = folder.resolve("state/reeve/history");
        try (PseudoTerminal shell = shellOfReeve("shell", "")) {
            shell.awaitShown("reeve (", 1);
            shell.type("hello gr\tyou\n");
            shell.awaitShown("Hello, you!", 1);
            shell.type("config-key set typed '" + SECRET + "'\n");
            shell.type("nosuch " + SECRET + "\n");
            shell.awaitShown("Error EINVAL", 1);
            shell.type(" osd tree\nmgr stat -f json\n");
            shell.awaitShown("\"active_name\"", 1);
            shell.type("exit\n");
            shell.awaitEnd();
            assertThat(shell.shown()).contains("ended with 0");
        }
        assertThat(Product.ok(cluster.urls(), "config-key", "get", "typed")).isEqualToIgnoringWhitespace(SECRET);
        assertThat(history).content()
                .contains("hello greet you", "config-key set typed …", "mgr stat -f json")
                .doesNotContain(SECRET, "osd tree");
        assertThat(Files.getPosixFilePermissions(history)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void ctrlCEndsTheCommandAndNotTheShellAndOptionsHoldForAllLines() throws Exception {
        try (PseudoTerminal shell = shellOfReeve("interrupted", " --mgr " + standby.url() + " --format json")) {
            shell.awaitShown("reeve (", 1);
            shell.type("status --watch --interval 0.2 -f plain\n");
            shell.awaitShown("\u001b[Hreeve status", 3);
            shell.typeAndAwait("\u0003", "reeve (");
            shell.typeAndAwait("half a line", "line");
            shell.typeAndAwait("\u0003", "reeve (");
            shell.typeAndAwait("mgr stat\n", "\"active_name\"");
            shell.typeAndAwait("config-key set typed …\n", "stands for what the history does not keep");
            shell.type("\u0004");
            shell.awaitEnd();
            assertThat(shell.shown()).contains("ended with 0");
        }
    }

    private static PseudoTerminal shellOfReeve(String name, String options) throws IOException {
        return new PseudoTerminal(folder.resolve(name), environment(), "TERM=xterm XDG_STATE_HOME="
                + folder.resolve("state") + " env --default-signal=INT reeve" + options + "; echo ended with $?");
    }

    @Test
    void withoutWordsAtAPipeItRefusesAsBefore() throws Exception {
        Product.Outcome outcome = Product.reeve(cluster.urls());
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.stderr()).contains("no command given");
    }

    @Test
    void aManagerBecomesReadyWithTheFileThatInitHasWritten() throws Exception {
        int http = TestCluster.freePort();
        Path made = folder.resolve("made");
        Product.Outcome outcome = Product.reeve("", "init", "--managers",
                "x@127.0.0.1:" + http + ":" + TestCluster.freePort() + ",y@127.0.0.1", "--zookeeper",
                "127.0.0.1:" + cluster.zooKeeperPort(), "--form", "files", "--cluster", "made", "--output",
                made.toString());
        assertThat(outcome.exit()).as(outcome.stderr()).isZero();
        Path log = folder.resolve("made.log");
        Process manager = Product.reeved(log, Map.of("REEVE_DATA", folder.resolve("made-data").toString()), "run",
                "--config", made.resolve("x.yaml").toString());
        try {
            await().untilAsserted(() -> assertThat(Http.status("http://127.0.0.1:" + http + "/health/active"))
                    .as(Files.readString(log))
                    .isEqualTo(200));
            assertThat(Product.ok("http://127.0.0.1:" + http, "mgr", "module", "ls", "-f", "json"))
                    .contains("dashboard");
        } finally {
            manager.destroy();
            assertThat(manager.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** What bash proposes when the cursor stands at the end of this line, which it has dealt into words in its own way. */
    private static List<String> completed(String line) throws Exception {
        Path out = folder.resolve("completed");
        Process shell = shell(out, "/bin/bash", "-c", """
                source <(reeve --completion bash)
                COMP_LINE=$1 COMP_POINT=${#1}
                _reeve reeve
                printf '%s\\n' "${COMPREPLY[@]}"
                """, "test", line);
        shell.getOutputStream().close();
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(out).stream().filter(l -> !l.isBlank()).toList();
    }

    private static Map<String, String> environment() {
        return Map.of("PATH", Product.home().resolve("bin") + ":" + System.getenv("PATH"), "REEVE_MGR", cluster.urls());
    }

    private static Process shell(Path out, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(out.toFile()));
        builder.environment().putAll(environment());
        builder.environment().put("TERM", "dumb");
        builder.environment().put("INPUTRC", "/dev/null");
        return builder.start();
    }
}
