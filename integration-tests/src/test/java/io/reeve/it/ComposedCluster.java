package io.reeve.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code docker-compose.yml} starts, under a project name of its own. */
final class ComposedCluster implements AutoCloseable {
    private static final Path LOG = Path.of("target", "compose.log");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** The managers, and the ports on which the file publishes them. */
    private static final Map<String, Integer> PORTS = ports();

    private final List<String> compose;
    private final Map<String, String> environment;

    private ComposedCluster(List<String> compose, Map<String, String> environment) {
        this.compose = compose;
        this.environment = environment;
    }

    private static Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("a", 9481);
        ports.put("b", 9482);
        ports.put("c", 9483);
        return ports;
    }

    /** Skips or fails the test if it cannot run on this machine. */
    static void need() throws IOException, InterruptedException {
        Needs.docker();
        if (Docker.compose().isEmpty()) {
            Needs.lacking(
                    "neither 'docker compose' nor docker-compose is on this machine: needed for the compose file");
        }
        for (int port : PORTS.values()) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                free.getLocalPort();
            } catch (IOException taken) {
                Needs.lacking("port " + port + ", which docker-compose.yml publishes, is taken (" + taken.getMessage()
                        + "); a demo, or another 'docker compose up'?");
            }
        }
    }

    /** As the README says: {@code docker compose up --build}, but in the background. */
    static ComposedCluster up() throws IOException, InterruptedException {
        Map<String, String> environment = new LinkedHashMap<>(Docker.buildEnvironment());
        environment.putAll(Image.bases());
        environment.put("REEVE_IMAGE", Image.name());
        environment.put("COMPOSE_PROJECT_NAME", "reeve-it-" + ProcessHandle.current().pid());
        ComposedCluster cluster = new ComposedCluster(Docker.compose(), environment);
        try {
            cluster.run("up", "--build", "--detach");
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Runs {@code docker compose WORDS}. */
    String run(String... words) throws IOException, InterruptedException {
        return Docker.succeed(LIMIT, environment, compose, words);
    }

    List<String> names() {
        return List.copyOf(PORTS.keySet());
    }

    /** Where a browser on this machine finds a manager, without a slash at the end. */
    String url(String name) {
        return "http://127.0.0.1:" + PORTS.get(name);
    }

    /** One fact of the container that runs a service. */
    String inspect(String service, String format) throws IOException, InterruptedException {
        return Docker.succeed(LIMIT, environment, List.of("docker", "inspect", "--format", format),
                run("ps", "--quiet", "--all", service));
    }

    private Optional<String> activeAmong(List<String> names) {
        return names.stream().filter(name -> Http.status(url(name) + "/health/active") == 200).findFirst();
    }

    String awaitActiveAmong(List<String> names) {
        return await("an active manager among " + names)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> activeAmong(names), Optional::isPresent)
                .orElseThrow();
    }

    /** All three ready and healthy, and one of them active. */
    String awaitSettled() {
        await("all managers ready")
                .pollInterval(Duration.ofMillis(100))
                .until(() -> names().stream().allMatch(name -> Http.status(url(name) + "/health/ready") == 200));
        return awaitActiveAmong(names());
    }

    @Override
    public void close() {
        Uninterruptibly.run(() -> {
            Files.createDirectories(LOG.getParent());
            Files.writeString(LOG, run("logs", "--no-color", "--timestamps"));
            run("down", "--volumes", "--timeout", "5");
        });
    }
}
