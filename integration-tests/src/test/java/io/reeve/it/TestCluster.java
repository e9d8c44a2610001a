package io.reeve.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.election.testing.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A ZooKeeper process and several manager processes, each of which can be hurt. */
final class TestCluster implements AutoCloseable {
    private static final Set<Integer> RETURNED = ConcurrentHashMap.newKeySet();
    private final Path folder;
    private final Duration sessionTimeout;
    private final int zooKeeperPort;
    private Process zooKeeper;
    private Map<String, String> environment = Map.of();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<AutoCloseable> closeables = new ArrayList<>();

    TestCluster(Path folder, Duration sessionTimeout) throws IOException {
        this.folder = folder;
        this.sessionTimeout = sessionTimeout;
        this.zooKeeperPort = freePort();
        Files.createDirectories(folder);
        this.zooKeeper = startZooKeeper();
    }

    /** Three managers a, b, c which stand: one of them active. Nothing is left running if they do not. */
    static TestCluster ofThree(Path folder, Duration sessionTimeout, String... more) throws IOException {
        TestCluster cluster = new TestCluster(folder, sessionTimeout);
        try {
            for (String name : List.of("a", "b", "c")) {
                cluster.start(name, more);
            }
            cluster.awaitSettled();
            return cluster;
        } catch (IOException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** A port that was free, and that this has not returned before: whom it was given to may not have bound it yet. */
    static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (RETURNED.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    private Process startZooKeeper() throws IOException {
        return Product.reeved(folder.resolve("zookeeper.log"), "zookeeper", "--port", Integer.toString(zooKeeperPort),
                "--data", folder.resolve("zookeeper").toString());
    }

    int zooKeeperPort() {
        return zooKeeperPort;
    }

    void killZooKeeper() throws InterruptedException {
        zooKeeper.destroyForcibly().waitFor();
    }

    void restartZooKeeper() throws IOException {
        zooKeeper = startZooKeeper();
    }

    /** Ends ZooKeeper, and starts one without any data at the same port. */
    void wipeZooKeeper() throws IOException, InterruptedException {
        killZooKeeper();
        Path data = folder.resolve("zookeeper");
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        restartZooKeeper();
    }

    /** Gives the managers that are started from here on these variables. */
    TestCluster with(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        return this;
    }

    Node start(String name, String... more) throws IOException {
        return startAt(name, "127.0.0.1:" + zooKeeperPort, more);
    }

    /** Another process of the same name, on ports of its own. */
    Node startSecond(String name) throws IOException {
        Node first = nodes.remove(name);
        Node second = start(name);
        nodes.put(name + " before", Objects.requireNonNull(first, name));
        return second;
    }

    /** A manager whose way to ZooKeeper can be cut. */
    TcpProxy startBehindProxy(String name) throws IOException {
        TcpProxy proxy = new TcpProxy(zooKeeperPort);
        closeables.add(proxy);
        startAt(name, proxy.address());
        return proxy;
    }

    /** A manager that the others reach through a proxy. */
    TcpProxy startReachedThroughProxy(String name) throws IOException {
        int report = freePort();
        TcpProxy proxy = new TcpProxy(report);
        closeables.add(proxy);
        startAt(name, "127.0.0.1:" + zooKeeperPort, report, "--advertise-report", proxy.address());
        return proxy;
    }

    private Node startAt(String name, String zooKeeperAddress, String... more) throws IOException {
        return startAt(name, zooKeeperAddress, freePort(), more);
    }

    private Node startAt(String name, String zooKeeperAddress, int report, String... more) throws IOException {
        Node before = nodes.get(name);
        int http = before == null ? freePort() : before.port();
        List<String> args = new ArrayList<>(List.of("run", "--id", name, "--zookeeper", zooKeeperAddress, "--http",
                "127.0.0.1:" + http, "--report", "127.0.0.1:" + report, "--session-timeout",
                sessionTimeout.toMillis() + "ms", "--initial-modules", "hello,selftest", "--data",
                folder.resolve(name).toString(), "--log-file", "-"));
        args.addAll(List.of(more));
        Process process = Product.reeved(folder.resolve(name + ".log"), environment, args.toArray(String[]::new));
        Node node = new Node(name, process, http, report, "http://127.0.0.1:" + http);
        nodes.put(name, node);
        return node;
    }

    /** A node's own files. */
    Path folder(Node node) {
        return folder.resolve(node.name());
    }

    /** What a node wrote. */
    Path log(Node node) {
        return folder.resolve(node.name() + ".log");
    }

    Node node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** All URLs, for the command line. */
    String urls() {
        return String.join(",", nodes.values().stream().map(Node::url).toList());
    }

    /** The one that answers 200 at /health/active, if there is one. */
    Optional<Node> active() {
        return nodes.values().stream().filter(n -> Http.status(n.url() + "/health/active") == 200).findFirst();
    }

    Node awaitActive() {
        return await()
                .pollInterval(Duration.ofMillis(20))
                .until(this::active, Optional::isPresent)
                .orElseThrow();
    }

    /** The next active, looked for every few milliseconds and at nobody else: for tests that take the time. */
    Node awaitActiveAmong(List<Node> candidates) {
        return await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> candidates.stream()
                        .filter(n -> Http.status(n.url() + "/health/active") == 200)
                        .findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    List<Node> nodesOtherThan(Node one) {
        return nodes.values().stream().filter(n -> !n.equals(one)).toList();
    }

    Node awaitActiveOtherThan(Node old) {
        return await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> nodes.values()
                        .stream()
                        .filter(n -> !n.name().equals(old.name()))
                        .filter(n -> Http.status(n.url() + "/health/active") == 200)
                        .findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** One active, and every living node leads a browser to it. */
    Node awaitSettled() {
        Node active = awaitActive();
        for (Node node : nodes.values()) {
            if (node.process().isAlive()) {
                await()
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> Http.status(node.url() + "/health/ready") == 200
                                && Http.status(node.url() + "/hello/") == 200);
            }
        }
        return active;
    }

    long epoch(Node node) {
        return mgrMap(node).get("epoch").asLong();
    }

    JsonNode mgrMap(Node node) {
        return Http.json(Http.get(node.url() + "/api/mgr"));
    }

    @Override
    public void close() {
        Uninterruptibly.run(this::stopAll);
    }

    private void stopAll() throws Exception {
        for (Node node : nodes.values()) {
            node.signal("CONT");
            node.process().destroy();
        }
        for (Node node : nodes.values()) {
            if (!node.process().waitFor(10, TimeUnit.SECONDS)) {
                node.process().destroyForcibly().waitFor();
            }
        }
        zooKeeper.destroy();
        if (!zooKeeper.waitFor(10, TimeUnit.SECONDS)) {
            zooKeeper.destroyForcibly().waitFor();
        }
        for (AutoCloseable closeable : closeables) {
            closeable.close();
        }
    }

    /** One manager process. */
    record Node(String name, Process process, int port, int reportPort, String url) {
        /** Sends a signal by name: STOP, CONT, KILL, TERM. */
        void signal(String signal) throws IOException, InterruptedException {
            if (process.isAlive()) {
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start().waitFor();
            }
        }

        void kill9() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }
}
