package io.reeve.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.daemon.FakeReeved;
import io.reeve.daemon.config.ConfigException;
import io.reeve.daemon.testing.ReevedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoTest {
    @TempDir
    Path folder;

    private ReevedProcess demo(String... more) throws IOException {
        String[] arguments = Stream.concat(Stream.of("demo"), Stream.of(more)).toArray(String[]::new);
        return ReevedProcess.start(folder, FakeReeved.class.getName(), arguments);
    }

    private JsonNode awaitUp() throws IOException {
        Path file = folder.resolve("data/demo.json");
        await().until(() -> Files.exists(file));
        return new ObjectMapper().readTree(file.toFile());
    }

    private static List<Long> pids(JsonNode demo) {
        return demo.path("managers").findValues("pid").stream().map(JsonNode::asLong).toList();
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void printsATableTellsOfAFailoverAndStopsCleanly() throws Exception {
        try (ReevedProcess demo = demo("--http-port", "0", "--data", "data")) {
            JsonNode json = awaitUp();
            assertThat(json.fieldNames()).toIterable().containsExactly("cluster", "zookeeper", "managers");
            assertThat(json.path("cluster").asText()).isNotEmpty();
            assertThat(json.path("zookeeper").asText()).matches("127\\.0\\.0\\.1:[1-9][0-9]*");
            assertThat(json.path("managers").findValuesAsText("name")).containsExactly("a", "b", "c");
            assertThat(json.path("managers").path(0).path("http").asText()).startsWith("http://127.0.0.1:");
            assertThat(json.path("managers").path(0).path("report").asText()).startsWith("127.0.0.1:");
            await().until(() -> demo.out().contains("Try: "));
            assertThat(demo.out()).contains("NAME", "active", "standby");
            String active = demo.out().lines().filter(line -> line.endsWith(" active")).findFirst().orElseThrow();
            long pid = Long.parseLong(active.strip().split(" +")[1]);

            ProcessHandle.of(pid).orElseThrow().destroyForcibly();

            await().until(() -> demo.out()
                    .matches("(?s).*" + active.charAt(0) + " \\(pid " + pid
                            + "\\) was killed: [abc] took over .*"));
            demo.process().destroy();
            assertThat(demo.status()).isZero();
            assertThat(demo.out()).endsWith("Stopping.\n");
            assertThat(demo.err()).isEmpty();
            assertThat(pids(json)).noneMatch(DemoTest::alive);
            assertThat(folder.resolve("data/demo.json")).doesNotExist();
            assertThat(folder.resolve("data/a.log")).exists();
        }
    }

    @Test
    void startsADeadManagerAgainIfToldSo() throws Exception {
        try (ReevedProcess demo = demo("--http-port", "0", "--data", "data", "--managers", "2", "--restart")) {
            long first = pids(awaitUp()).getFirst();
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            await().until(() -> demo.out().contains("a starts again, pid "));
            await().untilAsserted(() -> assertThat(pids(awaitUp())).hasSize(2).doesNotContain(first));
        }
    }

    @Test
    void aManagerThatAModuleHasEndedStartsAgainAnyway() throws Exception {
        try (ReevedProcess demo = demo("--http-port", "0", "--data", "data", "--managers", "2");
                HttpClient http = HttpClient.newHttpClient()) {
            JsonNode first = awaitUp().path("managers").path(0);
            var _ = http.sendAsync(HttpRequest.newBuilder(URI.create(first.path("http").asText() + "/api/command"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"words\": [\"stuck\"]}"))
                    .build(), HttpResponse.BodyHandlers.discarding());
            await().untilAsserted(() -> assertThat(demo.out()).contains(
                    "a (pid " + first.path("pid").asText() + ") ended because a module would not stop (status 70): ",
                    "a starts again, pid "));
        }
    }

    @Test
    void managersStopWhenTheDemoIsKilled() throws Exception {
        try (ReevedProcess demo = demo("--http-port", "0", "--data", "data", "--managers", "2")) {
            List<Long> pids = pids(awaitUp());
            demo.process().destroyForcibly().waitFor();
            await().untilAsserted(() -> assertThat(pids).noneMatch(DemoTest::alive));
        }
    }

    @Test
    void removesItsTemporaryFolderAndKeepsAGivenOne() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (ReevedProcess demo = ReevedProcess.start(folder, FakeReeved.class.getName(), List.of(
                "-Djava.io.tmpdir=" + temporary), "demo", "--http-port", "0", "--managers", "1")) {
            await().until(() -> demo.out().contains("Try: "));
            assertThat(temporary).isNotEmptyDirectory();
            demo.process().destroy();
            assertThat(demo.status()).isZero();
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void aTakenPortIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                ReevedProcess demo = demo("--data", "data", "--managers", "1", "--http-port",
                        Integer.toString(taken.getLocalPort()))) {
            assertThat(demo.status()).isEqualTo(1);
            assertThat(demo.err()).isEqualTo("reeved demo: 127.0.0.1 port " + taken.getLocalPort()
                    + " is in use. Stop what uses it, or choose others by --http-port (0 takes free ones).\n");
        }
    }

    @Test
    void twoDemosDoNotShareAFolder() throws Exception {
        try (ReevedProcess first = demo("--http-port", "0", "--data", "data", "--managers", "1")) {
            JsonNode json = awaitUp();
            try (ReevedProcess second = demo("--http-port", "0", "--data", "data", "--managers", "1")) {
                assertThat(second.status()).isEqualTo(1);
                assertThat(second.err()).contains("is in use by another demo");
            }
            assertThat(first.process().isAlive()).isTrue();
            assertThat(new ObjectMapper().readTree(folder.resolve("data/demo.json").toFile())).isEqualTo(json);
        }
    }

    @Test
    void aPortBeyondAllPortsIsRefusedHoweverLargeItIs() {
        for (String port : List.of("65534", "65536", "2147483647")) {
            DemoCommand command = CommandLine.populateCommand(new DemoCommand(FakeReeved.class), "--http-port", port,
                    "--data", folder.toString());
            assertThatThrownBy(command::call).isInstanceOf(ConfigException.class).hasMessageContaining(port);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void wrongValuesAreToldTogether() throws Exception {
        try (ReevedProcess demo = demo("--managers", "0", "--http-port", "70000")) {
            assertThat(demo.status()).isEqualTo(2);
            assertThat(demo.err()).contains("2 wrong settings", "--managers: 0", "--http-port: 70000");
        }
    }
}
