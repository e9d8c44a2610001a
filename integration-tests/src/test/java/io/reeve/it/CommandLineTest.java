package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as its users have it: {@code bin/reeve}, files, and a shell. */
@Tag("cluster")
class CommandLineTest {
    private static final int EFBIG = 27;

    /**
     * The settings of a machine in Turkey, where the capital of i is not I, with a clock far from UTC. The launcher's own locale is
     * English: so the JVM is told, too.
     */
    private static final Map<String, String> TURKISH = Map.of("LANG", "tr_TR.UTF-8", "TZ", "Pacific/Apia",
            "REEVE_JAVA_OPTS", "-Duser.language=tr -Duser.country=TR", "REEVE_SERVICE_GRACE",
            "2min");

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private TestCluster.Node active;
    private TestCluster.Node standby;

    @BeforeAll
    static void startTwo() throws Exception {
        cluster = new TestCluster(folder.resolve("cluster"), Duration.ofSeconds(20), TURKISH);
        cluster.start("a");
        cluster.start("b");
    }

    @BeforeEach
    void whoIsActive() {
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
                        .isLessThan(Duration.ofSeconds(6));
            }
        } finally {
            standby.signal("CONT");
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
    void whatIsWrittenUnderATurkishLocaleAndAnotherTimeZoneIsReadBackByTheNextActive() throws Exception {
        for (TestCluster.Node node : cluster.nodes()) {
            assertThat(propertiesOf(node)).contains("user.language=tr", "user.country=TR",
                    "user.timezone=Pacific/Apia");
        }
        turkish("osd", "pool", "create", "INDIGO-indigo", "16");
        turkish("osd", "set", "noin");
        turkish("config", "set", "mgr", "silent_periods", "11");
        turkish("config-key", "set", "INI/title", "-i", Files.writeString(folder.resolve("title"), "Iı İi").toString());
        turkish("selftest", "cluster-log", "cluster", "info", "INITIALLY initially");
        turkish("mgr", "module", "disable", "selftest");
        List<String> written = whatIsStored();
        assertThat(written.toString()).contains("INDIGO-indigo", "\"noin\"", "silent_periods",
                "\"INI/title\":\"Iı İi\"");
        assertThat(turkish("config", "get", "mgr", "service_grace")).startsWith("2min");

        turkish("mgr", "fail");
        TestCluster.Node next = cluster.awaitActiveOtherThan(active);
        assertThat(whatIsStored()).isEqualTo(written);
        assertThat(turkish("mgr", "stat")).contains(next.name());
        assertThat(loggedAt("INITIALLY initially")).isCloseTo(Instant.now(), within(10, ChronoUnit.MINUTES));
    }

    private static String turkish(String... words) throws Exception {
        Product.Outcome outcome = Product.reeve(TURKISH, cluster.urls(), words);
        assertThat(outcome.exit()).as("reeve %s: %s", String.join(" ", words), outcome.stderr()).isZero();
        return outcome.stdout();
    }

    /** The system properties of a manager's JVM. */
    private static List<String> propertiesOf(TestCluster.Node node) throws IOException {
        Process jcmd = new ProcessBuilder(System.getProperty("java.home") + "/bin/jcmd",
                Long.toString(node.process().pid()), "VM.system_properties").redirectErrorStream(true).start();
        try (var out = jcmd.inputReader(StandardCharsets.UTF_8)) {
            return out.lines().toList();
        }
    }

    /** Pools, flags, options, keys and modules. */
    private static List<String> whatIsStored() throws Exception {
        List<String> answers = new ArrayList<>();
        for (List<String> words : List.of(List.of("osd", "dump"), List.of("config", "dump"),
                List.of("config-key", "dump"), List.of("mgr", "module", "ls"))) {
            answers.add(turkish(Stream.concat(words.stream(), Stream.of("--format", "json")).toArray(String[]::new)));
        }
        return answers;
    }

    /** The time in UTC that the cluster log has for a line. */
    private static Instant loggedAt(String text) throws Exception {
        for (JsonNode line : Http.JSON.readTree(turkish("log", "last", "1000", "info", "--format", "json"))) {
            if (line.get("message").asText().contains(text)) {
                return Instant.parse(line.get("stamp").asText());
            }
        }
        throw new AssertionError("the cluster log has no line with " + text);
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
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(out).content().contains("Hello, you!", "ended with 0");
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
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(out).stream().filter(l -> !l.isBlank()).toList();
    }

    private static Process shell(Path out, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(out.toFile()));
        builder.environment().put("PATH", Product.home().resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("REEVE_MGR", cluster.urls());
        builder.environment().put("TERM", "dumb");
        builder.environment().put("INPUTRC", "/dev/null");
        return builder.start();
    }
}
