package io.reeve.daemon.zookeeper;

import io.reeve.daemon.files.PrivateFiles;
import io.reeve.report.protocol.HostPort;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.util.ServiceUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ZooKeeper server in this process. At most one in a process should be a member of an ensemble. */
public final class EmbeddedZooKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedZooKeeper.class);
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final int ENDED = 1;

    private final ServerRun server;
    private final Thread thread;
    private final DatadirCleanupManager purge;
    private final HostPort address;
    private final AtomicBoolean closed;

    private EmbeddedZooKeeper(ServerRun server, Thread thread, DatadirCleanupManager purge, HostPort address,
            AtomicBoolean closed) {
        this.server = server;
        this.thread = thread;
        this.purge = purge;
        this.address = address;
        this.closed = closed;
    }

    /** The folder in that of the data in which ZooKeeper keeps its snapshots and logs. */
    private static final String FILES = "version-2";

    /**
     * Starts a server alone; returns when it serves.
     *
     * @param data the folder of its data, which is made if it is missing
     * @param bind the address for clients; port 0 takes a free one
     * @param died called with an exit status, maybe more than once, if the server ends later, as on a full disk. It must not wait
     *             for {@link #close}, which waits for the thread that calls it
     * @throws IOException with a message for the user
     */
    public static EmbeddedZooKeeper start(Path data, HostPort bind, IntConsumer died)
            throws IOException, InterruptedException {
        return start(new ZooKeeperConfig(0, List.of(), bind, data), died);
    }

    static EmbeddedZooKeeper start(ZooKeeperConfig config, IntConsumer died) throws IOException, InterruptedException {
        PrivateFiles.makeFolder(config.data());
        PrivateFiles.ownFolder(config.data().resolve(FILES));
        QuorumPeerConfig parsed = parse(config);
        // While it starts, this method reports failures.
        ServiceUtils.setSystemExitProcedure(ServiceUtils.LOG_ONLY);
        CompletableFuture<Integer> started = new CompletableFuture<>();
        ServerRun server = config.members().isEmpty() ? new StandaloneRun(started) : new QuorumRun(started);
        AtomicBoolean closed = new AtomicBoolean();
        Thread thread = Thread.ofPlatform()
                .name("zookeeper")
                .daemon()
                .start(() -> run(server, parsed, started, status -> {
                    if (!closed.get()) {
                        LOG.error("ZooKeeper has stopped by itself; the lines above say why");
                        died.accept(status);
                    }
                }));
        int port = await(started, config.bind(), server);
        ServiceUtils.setSystemExitProcedure(died::accept);
        DatadirCleanupManager purge = new DatadirCleanupManager(parsed.getDataDir(), parsed.getDataLogDir(),
                parsed.getSnapRetainCount(), parsed.getPurgeInterval());
        purge.start();
        return new EmbeddedZooKeeper(server, thread, purge, config.bind().withPort(port), closed);
    }

    private static QuorumPeerConfig parse(ZooKeeperConfig config) throws IOException {
        QuorumPeerConfig parsed = new QuorumPeerConfig();
        try {
            parsed.parseProperties(config.properties());
            return parsed;
        } catch (QuorumPeerConfig.ConfigException | IllegalArgumentException wrong) {
            throw new IOException("ZooKeeper refuses its configuration: " + wrong.getMessage(), wrong);
        }
    }

    private static void run(ServerRun server, QuorumPeerConfig config, CompletableFuture<Integer> started,
            IntConsumer ended) {
        try {
            server.run(config);
            if (!started.completeExceptionally(new IOException("ZooKeeper stopped while starting; its log says why"))) {
                ended.accept(ENDED);
            }
        } catch (Exception | Error failed) {
            if (!started.completeExceptionally(failed)) {
                LOG.error("ZooKeeper failed", failed);
                ended.accept(ENDED);
            }
        }
    }

    private static int await(CompletableFuture<Integer> started, HostPort bind, ServerRun server)
            throws IOException, InterruptedException {
        try {
            return started.get(START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            server.close();
            if (failed.getCause() instanceof BindException taken) {
                throw new IOException("ZooKeeper cannot listen on " + bind + ": " + taken.getMessage()
                        + ". Stop what uses the port, or choose another one.", taken);
            }
            throw new IOException("ZooKeeper does not start: " + failed.getCause(), failed);
        } catch (TimeoutException slow) {
            server.close();
            throw new IOException("ZooKeeper did not start within " + START.toSeconds() + " s", slow);
        }
    }

    /** The address for clients, with the real port. */
    public HostPort address() {
        return address;
    }

    /** Stops serving. All acknowledged writes are on the disk. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        ServiceUtils.setSystemExitProcedure(ServiceUtils.LOG_ONLY);
        purge.shutdown();
        server.close();
        try {
            if (!thread.join(STOP)) {
                LOG.warn("ZooKeeper did not stop within {} s", STOP.toSeconds());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
