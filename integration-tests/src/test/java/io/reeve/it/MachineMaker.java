package io.reeve.it;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** The maker of a cluster's machines: containers with a disk of their own, and with no more rights than they need. */
final class MachineMaker {
    private static final int HTTP = 9480;
    private static final int REPORT = 6800;
    private static final int ZOOKEEPER = 2181;
    private static final String MEMBERS = "zk1:2181,zk2:2181,zk3:2181";
    private static final long MEMORY = 512L << 20;
    /** What is written to a disk in memory counts as the container's. */
    private static final long MEMORY_WITH_DISK = 1280L << 20;

    private final Leftovers leftovers;
    private final Network network;
    private final @Nullable Keeper keeper;
    private final Duration sessionTimeout;

    /** @param keeper of the disks; null: each machine has an ordinary one */
    MachineMaker(Leftovers leftovers, Network network, @Nullable Keeper keeper, Duration sessionTimeout) {
        this.sessionTimeout = sessionTimeout;
        this.leftovers = leftovers;
        this.network = network;
        this.keeper = keeper;
    }

    /**
     * What a machine publishes on 127.0.0.1.
     *
     * @param inside  its port
     * @param outside where that is published
     * @param report  where its report port is published; 0: nowhere
     */
    private record Published(int inside, int outside, int report) {
        private List<PortBinding> bindings() {
            List<PortBinding> all = new ArrayList<>();
            if (outside != 0) {
                all.add(PortBinding.parse("127.0.0.1:" + outside + ":" + inside));
            }
            if (report != 0) {
                all.add(PortBinding.parse("127.0.0.1:" + report + ":" + REPORT));
            }
            return all;
        }
    }

    /** The ZooKeeper server of that number, one of three. */
    Machine zooKeeper(int id) throws IOException {
        return machine("zk" + id, new Published(ZOOKEEPER, TestCluster.freePort(), 0), Map.of(), "zookeeper", "--id",
                Integer.toString(id), "--bind", "0.0.0.0", "--data", Image.DATA, "--server",
                "1=zk1:2888:3888,2=zk2:2888:3888,3=zk3:2888:3888");
    }

    /** A manager. */
    Machine manager(String host, String id, String cluster) throws IOException {
        int port = TestCluster.freePort();
        int report = keeper == null ? 0 : TestCluster.freePort();
        return machine(host, new Published(HTTP, port, report), environment(host, id, cluster, port), "run");
    }

    private Map<String, String> environment(String host, String id, String cluster, int port) {
        return Map.of("REEVE_ID", id, "REEVE_CLUSTER", cluster, "REEVE_ZOOKEEPER", MEMBERS, "REEVE_HTTP",
                "0.0.0.0:" + HTTP, "REEVE_REPORT", "0.0.0.0:" + REPORT, "REEVE_ADVERTISE_URL",
                "http://127.0.0.1:" + port + "/", "REEVE_ADVERTISE_REPORT", host + ":" + REPORT,
                "REEVE_SESSION_TIMEOUT", sessionTimeout.toMillis() + "ms", "REEVE_INITIAL_MODULES", "hello",
                "REEVE_ALLOWED_HOSTS", "a,b,c");
    }

    /** An agent that reports two folders as storage daemons. */
    Machine agent() {
        return machine("agent", new Published(0, 0, 0),
                Map.of("REEVE_MGR", "http://a:9480,http://b:9480,http://c:9480"), "agent", "--osd", "0=/data", "--osd",
                "1=/tmp");
    }

    private Machine machine(String name, Published published, Map<String, String> environment, String... command) {
        List<Bind> binds = binds(name);
        Map<String, String> all = new HashMap<>(environment);
        if (keeper != null) {
            all.putAll(keeper.environment(name));
        }
        @SuppressWarnings("resource") // closed with the cluster
        GenericContainer<?> container = new GenericContainer<>(Image.name()).withImagePullPolicy(_ -> false)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withEnv(all)
                .withCommand(command)
                .withLabels(leftovers.label())
                .withCreateContainerCmdModifier(create -> {
                    HostConfig host = Optional.ofNullable(create.getHostConfig()).orElseThrow();
                    host.withPortBindings(published.bindings())
                            .withBinds(binds)
                            .withReadonlyRootfs(true)
                            .withTmpFs(Map.of("/tmp", "rw,exec"))
                            .withCapDrop(Capability.ALL)
                            .withSecurityOpts(List.of("no-new-privileges:true"))
                            .withMemory(keeper == null ? MEMORY : MEMORY_WITH_DISK);
                    create.withHostName(name);
                });
        return new Machine(name, published.outside(), published.report(), container);
    }

    private List<Bind> binds(String name) {
        if (keeper == null) {
            return List.of(new Bind(leftovers.volume(name), new Volume(Image.DATA)));
        }
        List<Bind> binds = new ArrayList<>(keeper.extras());
        keeper.disk(name)
                .ifPresentOrElse(binds::add,
                        () -> binds.add(new Bind(leftovers.volume(name), new Volume(Image.DATA))));
        return binds;
    }
}
