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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Managers and the command line on a machine with another locale and time zone than the developers'. */
@Tag("cluster")
class ForeignLocaleTest {
    /**
     * The settings of a machine in Turkey, where the capital of i is not I, with a clock far from UTC. The launcher's own locale is
     * English: so the JVM is told, too.
     */
    private static final Map<String, String> TURKISH = Map.of("LANG", "tr_TR.UTF-8", "TZ", "Pacific/Apia",
            "REEVE_JAVA_OPTS", "-Duser.language=tr -Duser.country=TR", "REEVE_SERVICE_GRACE", "2min");

    @TempDir
    static Path folder;

    private static TestCluster cluster;

    @BeforeAll
    static void startTwo() throws Exception {
        cluster = new TestCluster(folder.resolve("cluster"), Duration.ofSeconds(20)).with(TURKISH);
        cluster.start("a");
        cluster.start("b");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void whatIsWrittenUnderATurkishLocaleAndAnotherTimeZoneIsReadBackByTheNextActive() throws Exception {
        TestCluster.Node active = cluster.awaitSettled();
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
}
