package io.reeve.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/**
 * Three ZooKeeper and three managers, each in a container, on a network of their own; from outside they are known by
 * published ports only.
 */
final class ContainerCluster implements AutoCloseable {
    private static final Path LOGS = Path.of("target", "container-logs");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long MEMORY = 512L << 20;
    private static final int HTTP = 9480;
    private static final int ZOOKEEPER = 2181;
    private static final int ATTEMPTS = 3;
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final Duration sessionTimeout;
    private final Leftovers leftovers;
    private final Network network;
    private final List<Machine> zooKeepers = new ArrayList<>();
    private final List<Machine> managers = new ArrayList<>();
    private final Ask directly = Ask.directly();
    private final Ask following = Ask.following();

    private ContainerCluster(Duration sessionTimeout) {
        this.sessionTimeout = sessionTimeout;
        this.leftovers = new Leftovers(docker());
        leftovers.remove();
        this.network = Network.builder()
                .createNetworkCmdModifier(create -> create.withLabels(leftovers.label()))
                .build();
    }

    /** Starts all; one manager is active. A port that was free just now may be taken meanwhile: then once more. */
    static ContainerCluster start(Duration sessionTimeout) throws IOException {
        for (int attempt = 1;; attempt++) {
            try {
                return startOnce(sessionTimeout);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !portTaken(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean portTaken(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("port is already allocated") || message.contains("address already in use")
                || (failure.getCause() != null && portTaken(failure.getCause()));
    }

    private static ContainerCluster startOnce(Duration sessionTimeout) throws IOException {
        ContainerCluster cluster = new ContainerCluster(sessionTimeout);
        try {
            for (int i = 1; i <= 3; i++) {
                cluster.zooKeepers.add(cluster.zooKeeper(i));
            }
            for (String name : NAMES) {
                cluster.managers.add(cluster.manager(name));
            }
            Startables.deepStart(cluster.machines().stream().map(Machine::container)).join();
            cluster.awaitSettled();
            return cluster;
        } catch (IOException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    private Machine zooKeeper(int id) throws IOException {
        return machine("zk" + id, ZOOKEEPER, TestCluster.freePort(), Map.of(), "zookeeper", "--id",
                Integer.toString(id), "--bind", "0.0.0.0", "--data", Image.DATA, "--server",
                "1=zk1:2888:3888,2=zk2:2888:3888,3=zk3:2888:3888");
    }

    private Machine manager(String name) throws IOException {
        int port = TestCluster.freePort();
        return machine(name, HTTP, port, Map.of("REEVE_ID", name, "REEVE_ZOOKEEPER", "zk1:2181,zk2:2181,zk3:2181",
                "REEVE_HTTP", "0.0.0.0:" + HTTP, "REEVE_REPORT", "0.0.0.0:6800", "REEVE_ADVERTISE_URL",
                "http://127.0.0.1:" + port + "/", "REEVE_ADVERTISE_REPORT", name + ":6800", "REEVE_SESSION_TIMEOUT",
                sessionTimeout.toMillis() + "ms", "REEVE_INITIAL_MODULES", "hello"), "run");
    }

    private Machine machine(String name, int inside, int outside, Map<String, String> environment, String... command) {
        String volume = leftovers.volume(name);
        @SuppressWarnings("resource") // closed with the cluster
        GenericContainer<?> container = new GenericContainer<>(Image.name()).withImagePullPolicy(_ -> false)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withEnv(environment)
                .withCommand(command)
                .withLabels(leftovers.label())
                .withCreateContainerCmdModifier(create -> {
                    HostConfig host = Optional.ofNullable(create.getHostConfig()).orElseThrow();
                    host.withPortBindings(PortBinding.parse("127.0.0.1:" + outside + ":" + inside))
                            .withBinds(new Bind(volume, new Volume(Image.DATA)))
                            .withReadonlyRootfs(true)
                            .withTmpFs(Map.of("/tmp", "rw,exec"))
                            .withCapDrop(Capability.ALL)
                            .withSecurityOpts(List.of("no-new-privileges:true"))
                            .withMemory(MEMORY);
                    create.withHostName(name);
                });
        return new Machine(name, outside, container);
    }

    Duration sessionTimeout() {
        return sessionTimeout;
    }

    List<Machine> managers() {
        return List.copyOf(managers);
    }

    List<Machine> zooKeepers() {
        return List.copyOf(zooKeepers);
    }

    private List<Machine> machines() {
        List<Machine> all = new ArrayList<>(zooKeepers);
        all.addAll(managers);
        return all;
    }

    /** The managers' addresses by their names. */
    Map<String, String> urls() {
        Map<String, String> urls = new LinkedHashMap<>();
        managers.forEach(manager -> urls.put(manager.name(), manager.url()));
        return urls;
    }

    List<Machine> managersOtherThan(Machine one) {
        return managers.stream().filter(manager -> manager != one).toList();
    }

    /** The one that answers 200 at /health/active, if there is one. */
    Optional<Machine> active() throws InterruptedException {
        for (Machine manager : managers) {
            if (status(manager, "/health/active") == 200) {
                return Optional.of(manager);
            }
        }
        return Optional.empty();
    }

    /** The status of a node's own answer, or -1 if there is none. */
    int status(Machine manager, String path) throws InterruptedException {
        return directly.get(manager.url() + path, PATIENCE) instanceof Ask.Answer.Http http ? http.status() : -1;
    }

    Machine awaitActive() {
        return await("an active manager").atMost(60, TimeUnit.SECONDS)
                .pollInterval(Duration.ofMillis(20))
                .until(this::active, Optional::isPresent)
                .orElseThrow();
    }

    /** One of these becomes active. */
    Machine awaitActiveAmong(List<Machine> candidates) {
        return await("one of " + candidates + " active").atMost(60, TimeUnit.SECONDS)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    for (Machine candidate : candidates) {
                        if (status(candidate, "/health/active") == 200) {
                            return Optional.of(candidate);
                        }
                    }
                    return Optional.<Machine>empty();
                }, Optional::isPresent)
                .orElseThrow();
    }

    long epoch(Machine manager) throws InterruptedException, IOException {
        return directly.get(manager.url() + "/api/mgr", PATIENCE) instanceof Ask.Answer.Http http
                ? http.json().get("epoch").asLong()
                : -1;
    }

    /**
     * As it should be: all managers ready, one of them active, each of the others sends a browser there with path and query
     * kept, and through each node the cluster says that it is well.
     */
    Machine awaitSettled() {
        return await("one active, and every node leads there").atMost(90, TimeUnit.SECONDS)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    Optional<Machine> active = active();
                    return active.isPresent() && isSettled(active.get()) ? active : Optional.<Machine>empty();
                }, Optional::isPresent)
                .orElseThrow();
    }

    private boolean isSettled(Machine active) throws InterruptedException, IOException {
        for (Machine manager : managers) {
            if (status(manager, "/health/ready") != 200 || !leadsTo(manager, active) || !health(manager).equals(
                    "HEALTH_OK")) {
                return false;
            }
        }
        return true;
    }

    private boolean leadsTo(Machine manager, Machine active) throws InterruptedException {
        String path = "/hello/?who=a%20b&x=1";
        if (!(directly.get(manager.url() + path, PATIENCE) instanceof Ask.Answer.Http http)) {
            return false;
        }
        return manager == active
                ? http.status() == 200
                : http.status() == 307 && http.location().equals(active.url() + path);
    }

    /** What {@code reeve health} says through that node; empty if it does not. */
    String health(Machine manager) throws InterruptedException, IOException {
        if (following.command(manager.url(), Map.of("prefix", "health"), PATIENCE) instanceof Ask.Answer.Http http
                && http.status() == 200) {
            JsonNode reply = http.json();
            return reply.get("stdout").asText().strip();
        }
        return "";
    }

    /** The member of ZooKeeper that leads the others. */
    Machine zooKeeperLeader() {
        return zooKeeperLeaderAmong(zooKeepers);
    }

    Machine zooKeeperLeaderOtherThan(Machine old) {
        return zooKeeperLeaderAmong(zooKeepersOtherThan(old));
    }

    List<Machine> zooKeepersOtherThan(Machine one) {
        return zooKeepers.stream().filter(zooKeeper -> zooKeeper != one).toList();
    }

    private static Machine zooKeeperLeaderAmong(List<Machine> candidates) {
        return await("a leader of ZooKeeper").atMost(30, TimeUnit.SECONDS)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> candidates.stream().filter(z -> ZooKeeperWord.mode(z).equals("leader")).findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Whatever was done to single machines is undone. */
    void mend() throws IOException, InterruptedException {
        for (Machine machine : machines()) {
            machine.mend();
        }
    }

    @Override
    public void close() {
        try (Leftovers _ = leftovers; network; directly; following) {
            for (Machine machine : machines()) {
                if (machine.container().getContainerId() != null) {
                    keepLog(machine);
                    if (machine.isPaused()) {
                        machine.unpause();
                    }
                    machine.container().stop();
                }
            }
        }
    }

    private static void keepLog(Machine machine) {
        try {
            Files.createDirectories(LOGS);
            Files.writeString(LOGS.resolve(machine.name() + ".log"), machine.container().getLogs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
