package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image's health check where there is bash and no nc, as in the base image that it has unless told; where there is nc, it
 * is run by every container of the other tests.
 */
class HealthCheckTest {
    private static final List<String> PROGRAMS = List.of("bash", "cat", "grep", "sed", "tail", "tr");

    @TempDir
    Path folder;

    private Path path = Path.of("");

    @BeforeEach
    void onlyTheseProgramsAreThere() throws IOException {
        path = Files.createDirectory(folder.resolve("bin"));
        for (String program : PROGRAMS) {
            Path real = List.of(Path.of("/bin", program), Path.of("/usr/bin", program))
                    .stream()
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElse(Path.of("/bin", program));
            Needs.file(real, "the health check");
            Files.createSymbolicLink(path.resolve(program), real);
        }
    }

    @Test
    void aManagerIsHealthyWhenItSaysThatItIsReady() throws Exception {
        for (int status : List.of(200, 503)) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/health/ready", exchange -> {
                byte[] body = "{\"reason\":\"a reason\"}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            try {
                Docker.Outcome outcome = check(server.getAddress().getPort(), "ready");
                assertThat(outcome)
                        .isEqualTo(status == 200
                                ? new Docker.Outcome(0, "ready\n")
                                : new Docker.Outcome(1, "not ready: {\"reason\":\"a reason\"}\n"));
            } finally {
                server.stop(0);
            }
        }
    }

    @Test
    void theAddressIsFoundAsTheManagerFindsIt() throws Exception {
        Path config = Files.writeString(folder.resolve("reeved.yaml"), "id: a\nhttp: '127.0.0.1:3'   # here\n");
        Map<String, String> image = Map.of("REEVE_DEFAULT_HTTP", "127.0.0.1:4");
        Map<String, String> both = Map.of("REEVE_DEFAULT_HTTP", "127.0.0.1:4", "REEVE_CONFIG", config.toString());
        assertThat(asked(Map.of(), "run")).isEqualTo("127.0.0.1:9480");
        assertThat(asked(image, "run")).isEqualTo("127.0.0.1:4");
        assertThat(asked(both, "run")).isEqualTo("127.0.0.1:3");
        assertThat(asked(image, "run", "--config", config.toString())).isEqualTo("127.0.0.1:3");
        assertThat(asked(Map.of("REEVE_HTTP", "127.0.0.1:2", "REEVE_CONFIG", config.toString()), "run"))
                .isEqualTo("127.0.0.1:2");
        assertThat(asked(both, "run", "--http", "127.0.0.1:1")).isEqualTo("127.0.0.1:1");
        assertThat(asked(both, "run", "--http=127.0.0.1:1")).isEqualTo("127.0.0.1:1");
    }

    /** The address that is asked for a process with these arguments. */
    private String asked(Map<String, String> environment, String... arguments) throws Exception {
        Path all = folder.resolve("proc");
        Path process = Files.createDirectories(all.resolve("7"));
        Files.writeString(process.resolve("cmdline"),
                "java\0-Xmx1g\0io.reeve.daemon.Main\0" + String.join("\0", arguments) + "\0");
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(Map.of("PATH", path.toString(), "PROC", all.toString()));
        String output = Docker.run(Duration.ofMinutes(1), variables, "/bin/sh", "src/main/docker/healthcheck.sh")
                .output();
        assertThat(output).startsWith("no answer at ");
        return output.substring("no answer at ".length(), output.indexOf(": "));
    }

    @Test
    void nobodyListening() throws Exception {
        Docker.Outcome outcome = check(TestCluster.freePort(), "ready");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.output()).startsWith("no answer at 127.0.0.1:").contains("refused");
    }

    @Test
    void zooKeeperIsHealthyWhenItHasAMode() throws Exception {
        assertThat(zooKeeperSaying("Zookeeper version: 3\nMode: follower\nNode count: 5\n"))
                .isEqualTo(new Docker.Outcome(0, "Mode: follower\n"));
        Docker.Outcome without = zooKeeperSaying("This ZooKeeper instance is not currently serving requests\n");
        assertThat(without.exit()).isEqualTo(1);
        assertThat(without.output()).contains("not currently serving");
    }

    private Docker.Outcome zooKeeperSaying(String words) throws IOException, InterruptedException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.ofVirtual().name("zookeeper").start(() -> {
                try (Socket socket = server.accept()) {
                    assertThat(socket.getInputStream().readNBytes(4)).isEqualTo("srvr".getBytes(
                            StandardCharsets.US_ASCII));
                    socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Docker.Outcome outcome = check(0, "zookeeper", Integer.toString(server.getLocalPort()));
            answering.join();
            return outcome;
        }
    }

    private Docker.Outcome check(int port, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "src/main/docker/healthcheck.sh"));
        command.addAll(List.of(arguments));
        return Docker.run(Duration.ofMinutes(1), Map.of("PATH", path.toString(), "REEVE_HTTP", "127.0.0.1:" + port),
                command.toArray(String[]::new));
    }
}
