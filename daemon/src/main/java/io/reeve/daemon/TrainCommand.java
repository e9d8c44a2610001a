package io.reeve.daemon;

import io.reeve.daemon.config.ConfigException;
import io.reeve.daemon.config.ConfigLoader;
import io.reeve.daemon.config.HostPort;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.logging.Logging;
import io.reeve.daemon.zookeeper.EmbeddedZooKeeper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code reeved train FOLDER}: runs one manager for a moment, so that the JVM sees what a manager needs and can write it
 * into a start-up cache ({@code -XX:AOTCacheOutput}). Ends when its standard input does.
 */
@Command(name = "train", hidden = true, description = "Runs a manager for a moment, to make a start-up cache.")
final class TrainCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(TrainCommand.class);
    private static final Duration UP = Duration.ofSeconds(40);
    private final ManagerRunner runner;

    @Parameters(paramLabel = "FOLDER", description = "An empty folder for its data.")
    private Path folder = Path.of(".");

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
        int port = freePort();
        Thread.ofPlatform().daemon().name("manager").start(() -> manage(zookeeper.address(), port));
        awaitActive(port);
        for (int i = 0; i < 20; i++) {
            ask(port, "/api/mgr", "");
            ask(port, "/hello/", "");
            ask(port, "/api/command", "{\"words\": [\"mgr\", \"stat\"]}");
        }
        return ProcessExit.OK;
    }

    private void manage(HostPort zookeeper, int port) {
        try {
            ProcessExit.exit(runner.run(config(zookeeper, port)));
        } catch (Exception failed) {
            LOG.error("The manager does not run", failed);
            ProcessExit.exit(ProcessExit.FAILED);
        }
    }

    private ManagerConfig config(HostPort zookeeper, int port) throws ConfigException {
        return ConfigLoader.load(
                Map.of("id", "a", "zookeeper", zookeeper.toString(), "http", "127.0.0.1:" + port, "report",
                        "127.0.0.1:0", "initial-modules", "hello", "data", folder.toString()),
                Map.of(), ReeveHome.bundledModules(), false);
    }

    private static void awaitActive(int port) throws InterruptedException {
        long deadline = System.nanoTime() + UP.toNanos();
        while (ask(port, "/health/active", "") != 200) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("the manager is not active after " + UP.toSeconds() + " s");
            }
            Thread.sleep(Duration.ofMillis(50));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The status of the answer; 0 for none. */
    private static int ask(int port, String path, String json) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path)
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
                body.readAllBytes();
            }
            return status;
        } catch (IOException notYet) {
            LOG.debug("No answer at {}", path, notYet);
            return 0;
        }
    }
}
