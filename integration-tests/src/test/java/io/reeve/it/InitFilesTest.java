package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that {@code reeve init} writes, read by those whom they are for; nothing is started by it. */
class InitFilesTest {
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    Path folder;

    private Path init(String... options) throws Exception {
        Path output = folder.resolve("made");
        List<String> words = new ArrayList<>(List.of("init", "--output", output.toString()));
        words.addAll(List.of(options));
        Product.Outcome outcome = Product.reeve("", words.toArray(String[]::new));
        assertThat(outcome.exit()).as(outcome.stderr()).isZero();
        return output;
    }

    @Test
    void systemdFindsNothingWrongWithTheUnitAndItsSettings() throws Exception {
        Needs.file(ANALYZE, "checking the systemd units");
        Path output = init("--managers", "a@node1,b@node2:9490:6810", "--zookeeper", "zk1:2181", "--form", "systemd",
                "--cluster", "prod");
        String unit = Files.readString(output.resolve("reeved@.service"))
                .replace("/opt/reeve/current/", Product.home() + "/")
                .replace("=-/etc/reeve/", "=" + output + "/");
        assertThat(unit).contains("EnvironmentFile=" + output + "/reeved-%i.env");
        for (String name : List.of("a", "b")) {
            Path file = Files.writeString(folder.resolve("reeved@" + name + ".service"), unit);
            assertThat(Docker.run(Duration.ofMinutes(1), Map.of(), ANALYZE.toString(), "--man=no", "verify",
                    file.toString())).isEqualTo(new Docker.Outcome(0, ""));
            assertThat(output.resolve("reeved-" + name + ".env")).exists();
        }
    }

    /** Compose itself reads the file, and shows what it has understood. */
    @ParameterizedTest
    @ValueSource(strings = {"", "zk.example.org:2181"})
    void composeUnderstandsTheFile(String zookeeper) throws Exception {
        List<String> compose = Docker.compose();
        if (compose.isEmpty()) {
            Needs.lacking(
                    "neither docker compose nor docker-compose is on this machine: needed to read a compose file");
        }
        List<String> options = new ArrayList<>(
                List.of("--managers", "a,2,c-c", "--form", "compose", "--cluster", "prod"));
        if (!zookeeper.isEmpty()) {
            options.addAll(List.of("--zookeeper", zookeeper));
        }
        Path file = init(options.toArray(String[]::new)).resolve("docker-compose.yml");
        List<String> config = new ArrayList<>(compose);
        config.addAll(List.of("-f", file.toString(), "config"));
        String understood = Docker.succeed(Duration.ofMinutes(1), Map.of(), config);
        assertThat(understood).contains("REEVE_ID: a",
                "REEVE_ID: '2'".replace("'", understood.contains("\"2\"") ? "\"" : "'"),
                "REEVE_ID: c-c", "REEVE_CLUSTER: prod",
                "REEVE_ZOOKEEPER: " + (zookeeper.isEmpty() ? "zk1:2181,zk2:2181,zk3:2181" : zookeeper));
        assertThat(understood.contains("data-zk1")).isEqualTo(zookeeper.isEmpty());
    }
}
