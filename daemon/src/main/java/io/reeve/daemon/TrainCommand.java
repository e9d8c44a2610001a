package io.reeve.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.reeve.daemon.config.ConfigException;
import io.reeve.daemon.config.ConfigLoader;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.demo.Ports;
import io.reeve.daemon.logging.Logging;
import io.reeve.daemon.process.CommandFailure;
import io.reeve.daemon.process.ParentWatch;
import io.reeve.daemon.process.ProcessExit;
import io.reeve.daemon.process.ReeveHome;
import io.reeve.daemon.rehearsal.Rehearsal;
import io.reeve.daemon.zookeeper.EmbeddedZooKeeper;
import io.reeve.http.endpoint.Endpoint;
import io.reeve.modulehost.threads.RehearsalThreads;
import io.reeve.report.Reporter;
import io.reeve.report.protocol.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code reeved train FOLDER}: one manager that runs for a moment, reports to itself, answers, and takes over from itself, so
 * that the JVM can write the classes that a manager needs into a start-up cache ({@code -XX:AOTCacheOutput}). Ends when its
 * standard input does.
 */
@Command(name = "train", hidden = true, description = "Runs a manager for a moment, to make a start-up cache.")
final class TrainCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(TrainCommand.class);
    private static final Duration UP = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = 8;
    private static final int REHEARSED = 2;
    private static final List<String> PAGES = List.of(Endpoint.START_PAGE.path(), "/hello/", Endpoint.MANAGERS.path(),
            Endpoint.READY.path(), Endpoint.METRICS.path());
    private static final List<String> COMMANDS = List.of("\"hello\", \"greet\"", "\"mgr\", \"stat\"", "\"status\"",
            "\"health\"",
            "\"config-key\", \"set\", \"train\", \"x\"", "\"log\", \"last\"", "\"osd\", \"tree\"",
            "\"osd\", \"pool\", \"create\", \"train\"", "\"data\", \"get\", \"osd_map\"");
    private final ManagerRunner runner;

    @Parameters(paramLabel = "FOLDER", description = "An empty folder for its data.")
    private Path folder = Path.of(".");

    private volatile int http;

    TrainCommand(ManagerRunner runner) {
        this.runner = runner;
    }

    @Override
    public Integer call() throws Exception {
        Logging.toFile(folder.resolve("train.log"));
        ParentWatch.start();
        EmbeddedZooKeeper zookeeper = EmbeddedZooKeeper.start(folder.resolve("zookeeper"),
                new HostPort("127.0.0.1", 0), status -> ProcessExit.exit(ProcessExit.FAILED));
        ProcessExit.onExit(zookeeper::close);
        // In one call: of ports that are not bound yet, the system may give the same one again.
        List<Integer> ports = Ports.free(2);
        http = ports.getFirst();
        String report = "127.0.0.1:" + ports.getLast();
        Thread.ofPlatform().daemon().name("manager").start(() -> manage(zookeeper.address(), report));
        long epoch = awaitActive(0);
        try (Reporter service = Reporter.builder("train", "a").managers(report).service(true).start();
                Reporter storage = Reporter.builder("osd", "0").managers(report).start()) {
            service.counter("train.rounds", counter -> counter.description("Rounds")).inc();
            storage.gauge("osd.stat_bytes", gauge -> gauge.description("Capacity"), () -> 1L << 40);
            for (int round = 0; round < ROUNDS; round++) {
                PAGES.forEach(page -> ask(page, ""));
                COMMANDS.forEach(words -> ask(Endpoint.COMMAND.path(), "{\"words\": [" + words + "]}"));
                // Standbys wait for long before they take over: what a take-over needs must be in the cache too.
                ask(Endpoint.COMMAND.path(), "{\"words\": [\"mgr\", \"fail\"]}");
                epoch = awaitActive(epoch);
            }
        }
        rehearse();
        return ProcessExit.OK;
    }

    /** A take-over by evidence, as a standby rehearses it. Without it the cache is of less use, but of some. */
    private void rehearse() throws IOException, InterruptedException {
        Path stage = Files.createDirectory(folder.resolve("rehearsal"));
        Thread playing = RehearsalThreads.thread("rehearsal", () -> {
            try {
                new Rehearsal(stage, PlayingManager::new).play(REHEARSED, Duration.ZERO);
            } catch (Exception failed) {
                System.err.println("no take-over could be rehearsed: " + failed);
            }
        });
        playing.start();
        playing.join();
    }

    private void manage(HostPort zookeeper, String report) {
        try {
            ProcessExit.exit(runner.run(config(zookeeper, report)));
        } catch (Exception failed) {
            LOG.error("The manager does not run", failed);
            ProcessExit.exit(ProcessExit.FAILED);
        }
    }

    private ManagerConfig config(HostPort zookeeper, String report) throws ConfigException {
        return ConfigLoader.load(
                Map.of("id", "a", "zookeeper", zookeeper.toString(), "http", "127.0.0.1:" + http, "report", report,
                        "initial-modules", "hello", "data", folder.toString()),
                Map.of(), ReeveHome.bundledModules(), false);
    }

    /** Waits until the manager is active in a later epoch, and returns that. */
    private long awaitActive(long before) throws InterruptedException {
        long deadline = System.nanoTime() + UP.toNanos();
        while (true) {
            JsonNode map = ask(Endpoint.MANAGERS.path(), "");
            if (map.path("available").asBoolean() && map.path("epoch").asLong() > before) {
                return map.path("epoch").asLong();
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("the manager is not active after " + UP.toSeconds() + " s");
            }
            Thread.sleep(Duration.ofMillis(50));
        }
    }

    /** The answer to a request; empty if there is none or it is not JSON. */
    private JsonNode ask(String path, String json) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + http + path)
                    .toURL()
                    .openConnection(Proxy.NO_PROXY);
            connection.setReadTimeout(2000);
            if (!json.isEmpty()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : InputStream.nullInputStream()) {
                byte[] bytes = body.readAllBytes();
                return "application/json".equals(connection.getContentType())
                        ? JSON.readTree(bytes)
                        : MissingNode.getInstance();
            }
        } catch (IOException notYet) {
            LOG.debug("No answer at {}", path, notYet);
            return MissingNode.getInstance();
        }
    }
}
