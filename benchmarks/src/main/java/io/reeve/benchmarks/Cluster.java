package io.reeve.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A ZooKeeper process and several managers with default settings, as {@code reeved demo} runs them, but each our child. */
final class Cluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<Integer> RETURNED = ConcurrentHashMap.newKeySet();
    private final Home home;
    private final Path folder;
    private final int zooKeeperPort = freePort();
    private final Process zooKeeper;
    private final boolean cuttable;
    private final List<String> more;
    private final Map<String, Node> nodes = new ConcurrentSkipListMap<>();
    private final Map<String, Ways> ways = new ConcurrentSkipListMap<>();
    private final List<Process> adopted = new CopyOnWriteArrayList<>();
    private final Thread leftovers = Thread.ofPlatform().name("leftovers").unstarted(this::killAll);

    Cluster(Home home, int managers) {
        this(home, managers, false);
    }

    /** @param cuttable whether managers can be {@link #cut} off; their connections then go through proxies */
    Cluster(Home home, int managers, boolean cuttable) {
        this(home, managers, cuttable, List.of());
    }

    /** @param more options of each manager beside those that this gives */
    Cluster(Home home, int managers, boolean cuttable, List<String> more) {
        this.home = home;
        this.cuttable = cuttable;
        this.more = more;
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

    /** A port that was free, and that this has not returned before. */
    static int freePort() {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (RETURNED.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new BenchmarkException("no free port", e);
            }
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
        Ways way = ways.computeIfAbsent(name, _ -> way());
        List<String> arguments = new ArrayList<>(List.of("run", "--id", name, "--zookeeper", way.zooKeeper(), "--http",
                "127.0.0.1:" + port, "--module-path", home.modules() + ":" + folder.resolve("modules"),
                "--initial-modules", "hello,bench", "--data", folder.resolve(name).toString(), "--log-file", "-"));
        arguments.addAll(way.options());
        arguments.addAll(more);
        Process process = home.reeved(folder.resolve(name + ".log"), arguments.toArray(String[]::new));
        Node node = new Node(name, process, port);
        nodes.put(name, node);
        return node;
    }

    private Ways way() {
        if (!cuttable) {
            return new Ways.Straight("127.0.0.1:" + zooKeeperPort, "127.0.0.1:" + freePort());
        }
        return Ways.Proxied.to(zooKeeperPort, freePort());
    }

    /**
     * Cuts a manager off from ZooKeeper and all its peers. A proxy cannot tell who connects to a manager's report port, so
     * the other managers do not hear each other either; ZooKeeper hears them.
     */
    void cut(Node node) {
        ways.forEach((name, way) -> {
            if (way instanceof Ways.Proxied proxied) {
                proxied.toReport().silence();
                if (name.equals(node.name())) {
                    proxied.toZooKeeper().silence();
                }
            }
        });
    }

    /** Ends {@link #cut}. */
    void mend() {
        ways.forEach((_, way) -> {
            if (way instanceof Ways.Proxied proxied) {
                proxied.toReport().mend();
                proxied.toZooKeeper().mend();
            }
        });
    }

    /** Where daemons report: to all managers. */
    List<String> reportAddresses() {
        return ways.values().stream().map(Ways::report).toList();
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
        Node active = active();
        active.run("hello", "greet");
        return active;
    }

    /** The one that says now that it is active. */
    Node active() {
        return nodes.values()
                .stream()
                .filter(node -> node.status("/health/active") == 200)
                .findFirst()
                .orElseThrow(() -> new BenchmarkException("the active went away; see " + folder + "/*.log"));
    }

    /** Waits until another manager is active. */
    void awaitActiveOtherThan(Node old) {
        Pace.until("another manager than " + old.name() + " is active; see " + folder + "/*.log", PATIENCE,
                () -> othersThan(old).stream().anyMatch(node -> node.status("/health/active") == 200));
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
        mend();
        for (Node node : nodes.values()) {
            node.process().destroy();
        }
        nodes.values().forEach(Node::awaitEnd);
        ways.values().forEach(Ways::close);
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
