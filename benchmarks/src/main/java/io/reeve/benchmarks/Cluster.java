package io.reeve.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A ZooKeeper process and several managers with default settings, as {@code reeved demo} runs them, but each our child. */
final class Cluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Home home;
    private final Path folder;
    private final int zooKeeperPort = freePort();
    private final Process zooKeeper;
    private final Map<String, Node> nodes = new ConcurrentSkipListMap<>();
    private final List<Process> adopted = new CopyOnWriteArrayList<>();
    private final Thread leftovers = Thread.ofPlatform().name("leftovers").unstarted(this::killAll);

    Cluster(Home home, int managers) {
        this.home = home;
        try {
            folder = Files.createTempDirectory("reeve-benchmark");
        } catch (IOException e) {
            throw new BenchmarkException("no temporary folder", e);
        }
        Home.writeModules(folder.resolve("modules"));
        zooKeeper = home.reeved(folder.resolve("zookeeper.log"), "zookeeper", "--port", Integer.toString(zooKeeperPort),
                "--data", folder.resolve("zookeeper").toString());
        Runtime.getRuntime().addShutdownHook(leftovers);
        try {
            for (int i = 0; i < managers; i++) {
                start(Character.toString('a' + i));
            }
            awaitSettled();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchmarkException("no free port", e);
        }
    }

    int zooKeeperPort() {
        return zooKeeperPort;
    }

    Path folder() {
        return folder;
    }

    /** Starts a manager, again at its old port. */
    Node start(String name) {
        Node before = nodes.get(name);
        int port = before == null ? freePort() : before.port();
        Process process = home.reeved(folder.resolve(name + ".log"), "run", "--id", name, "--zookeeper",
                "127.0.0.1:" + zooKeeperPort, "--http", "127.0.0.1:" + port, "--report", "127.0.0.1:0",
                "--module-path", home.modules() + ":" + folder.resolve("modules"), "--initial-modules", "hello,bench",
                "--data",
                folder.resolve(name).toString(), "--log-file", "-");
        Node node = new Node(name, process, port);
        nodes.put(name, node);
        return node;
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    List<Node> othersThan(Node node) {
        return nodes.values().stream().filter(other -> !other.name().equals(node.name())).toList();
    }

    /** Waits for one active that runs commands and for all others to stand by. */
    Node awaitSettled() {
        Pace.until("one active and " + (nodes.size() - 1) + " standbys; see " + folder + "/*.log", PATIENCE,
                () -> count("/health/active") == 1 && count("/health/standby") == nodes.size() - 1);
        Node active = nodes.values()
                .stream()
                .filter(node -> node.status("/health/active") == 200)
                .findFirst()
                .orElseThrow(() -> new BenchmarkException("the active went away; see " + folder + "/*.log"));
        active.run("hello", "greet");
        return active;
    }

    private long count(String health) {
        return nodes.values().stream().filter(node -> node.status(health) == 200).count();
    }

    /** Leaves nothing behind when the benchmark itself is stopped. */
    private void killAll() {
        nodes.values().forEach(node -> node.process().destroyForcibly());
        zooKeeper.destroyForcibly();
        adopted.forEach(Process::destroyForcibly);
    }

    /** Another process that must not be left behind. */
    void adopt(Process process) {
        adopted.add(process);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(leftovers);
        for (Node node : nodes.values()) {
            node.process().destroy();
        }
        nodes.values().forEach(Node::awaitEnd);
        zooKeeper.destroy();
        try {
            if (!zooKeeper.waitFor(10, TimeUnit.SECONDS)) {
                zooKeeper.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
