package io.reeve.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/**
 * Three ZooKeeper and three managers, each in a container, on a network of their own; from outside they are known by
 * published ports only.
 */
final class ContainerCluster implements AutoCloseable {
    private static final Path LOGS = Path.of("target", "container-logs");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;
    private static final List<String> NAMES = List.of("a", "b", "c");
    /** Flags are among what is changed, and how full this machine's disk is depends on the machine. */
    private static final List<String> TOLERATED = List.of("OSDMAP_FLAGS", "OSD_NEARFULL", "OSD_BACKFILLFULL",
            "OSD_FULL");

    private final Duration sessionTimeout;
    private final Leftovers leftovers;
    private final Network network;
    private final @Nullable Keeper keeper;
    private final MachineMaker maker;
    private final List<Machine> zooKeepers = new ArrayList<>();
    private final List<Machine> managers = new ArrayList<>();
    private @Nullable Machine agent;
    private final ZooKeeperHand hand = new ZooKeeperHand();
    private final Ask directly = Ask.directly();
    private final Ask following = Ask.following();

    private ContainerCluster(Duration sessionTimeout, boolean withKeeper) {
        this.sessionTimeout = sessionTimeout;
        this.leftovers = new Leftovers(docker());
        leftovers.remove();
        this.network = Network.builder()
                .createNetworkCmdModifier(create -> create.withLabels(leftovers.label()))
                .build();
        this.keeper = withKeeper ? new Keeper(leftovers, List.of("zk1", "zk2", "zk3", "a", "b", "c", "agent")) : null;
        this.maker = new MachineMaker(leftovers, network, keeper, sessionTimeout);
    }

    /** Starts all; one manager is active. A port that was free just now may be taken meanwhile: then once more. */
    static ContainerCluster start(Duration sessionTimeout) throws IOException {
        return start(sessionTimeout, false);
    }

    /** The same with a keeper, and with an agent that reports two storage daemons. */
    static ContainerCluster startWithKeeper(Duration sessionTimeout) throws IOException {
        return start(sessionTimeout, true);
    }

    private static ContainerCluster start(Duration sessionTimeout, boolean withKeeper) throws IOException {
        for (int attempt = 1;; attempt++) {
            try {
                return startOnce(sessionTimeout, withKeeper);
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

    private static ContainerCluster startOnce(Duration sessionTimeout, boolean withKeeper) throws IOException {
        ContainerCluster cluster = new ContainerCluster(sessionTimeout, withKeeper);
        try {
            cluster.add();
            Startables.deepStart(cluster.machines().stream().map(Machine::container)).join();
            cluster.awaitSettled();
            return cluster;
        } catch (IOException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void add() throws IOException {
        if (keeper != null) {
            keeper.start();
        }
        for (int i = 1; i <= 3; i++) {
            zooKeepers.add(maker.zooKeeper(i));
        }
        for (String name : NAMES) {
            managers.add(maker.manager(name, name, "reeve"));
        }
        if (keeper != null) {
            agent = maker.agent();
        }
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    /** A further manager, beside those that this cluster knows, of this or of another cluster; not started. */
    Machine neighbour(String host, String id, String cluster) throws IOException {
        return maker.manager(host, id, cluster);
    }

    /** A client of ZooKeeper, through which nodes can be harmed. */
    CuratorFramework hand() {
        return hand.get(zooKeepers);
    }

    /** Gives that client up: one that has seen newer data than the servers have can never connect to them again. */
    void renewHand() {
        hand.close();
    }

    /** What holds disks and clocks. */
    Keeper keeper() {
        return Objects.requireNonNull(keeper, "started without a keeper");
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
        if (agent != null) {
            all.add(agent);
        }
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
        return await("an active manager")
                .pollInterval(Duration.ofMillis(20))
                .until(this::active, Optional::isPresent)
                .orElseThrow();
    }

    /** One of these becomes active. */
    Machine awaitActiveAmong(List<Machine> candidates) {
        return await("one of " + candidates + " active")
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
                .until(this::settled, Optional::isPresent)
                .orElseThrow();
    }

    /** The active, if all is as it should be now. */
    Optional<Machine> settled() throws InterruptedException, IOException {
        Optional<Machine> active = active();
        return active.isPresent() && isSettled(active.get()) ? active : Optional.empty();
    }

    private boolean isSettled(Machine active) throws InterruptedException, IOException {
        for (Machine manager : managers) {
            if (status(manager, "/health/ready") != 200 || !leadsTo(manager, active) || !isWell(manager)) {
                return false;
            }
        }
        return agent == null || storageIsUp(active);
    }

    /** Both storage daemons of the agent. */
    private boolean storageIsUp(Machine active) throws InterruptedException, IOException {
        JsonNode osds = data(active, Map.of("prefix", "osd stat"));
        return osds.path("num_up_osds").asInt() == 2;
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

    /** Whether the cluster says that it is well through that node, but for what clients of these tests set. */
    private boolean isWell(Machine manager) throws InterruptedException, IOException {
        JsonNode health = data(manager, Map.of("prefix", "health"));
        List<String> raised = new ArrayList<>();
        health.path("checks").fieldNames().forEachRemaining(raised::add);
        raised.removeAll(agent == null ? List.of() : TOLERATED);
        return health.has("checks") && raised.isEmpty();
    }

    /** What a command answers as data, through that node; nothing if it does not. */
    JsonNode data(Machine manager, Map<String, ?> command) throws InterruptedException, IOException {
        Map<String, Object> asked = new HashMap<>(command);
        asked.put("format", "json");
        return following.command(manager.url(), asked, PATIENCE) instanceof Ask.Answer.Http http
                && http.status() == 200
                        ? Http.JSON.readTree(http.json().path("stdout").asText())
                        : MissingNode.getInstance();
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
        return await("a leader of ZooKeeper")
                .pollInterval(Duration.ofMillis(50))
                .until(() -> candidates.stream().filter(z -> ZooKeeperWord.mode(z).equals("leader")).findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Starts machines that have ended by themselves, as a supervisor does; says which, and how they had ended. */
    List<String> startEnded() {
        List<String> ended = new ArrayList<>();
        for (Machine machine : machines()) {
            if (!machine.isRunning()) {
                ended.add(machine + " had ended by itself with status " + machine.exitStatus());
                machine.start();
            }
        }
        return ended;
    }

    /** The id of the cluster as a manager sees it; empty if it does not answer. */
    String fsid(Machine manager) throws InterruptedException, IOException {
        return directly.get(manager.url() + "/api/mgr", PATIENCE) instanceof Ask.Answer.Http http
                && http.status() == 200 ? http.json().path("fsid").asText() : "";
    }

    /** Whatever was done to single machines is undone. */
    void mend() throws IOException, InterruptedException {
        for (Machine machine : machines()) {
            machine.mend();
        }
    }

    @Override
    public void close() {
        try (Leftovers _ = leftovers; network; directly; following; hand) {
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
