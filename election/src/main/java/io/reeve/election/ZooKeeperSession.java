package io.reeve.election;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.StandardConnectionStateErrorPolicy;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one ZooKeeper session of this process, and its successors after a loss. Other packages read and watch through
 * {@link #client()}; they write only through {@link FencedWriter}.
 */
public final class ZooKeeperSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperSession.class);
    private static final int SAY_SO_SECONDS = 3;
    /** The longest wait for the end of the session; the client library itself would wait for seconds. */
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(500);

    private final CuratorFramework client;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile @Nullable ZkHandle handle;
    private volatile boolean connected;
    private final ShortConnections shortOnes = new ShortConnections(System::nanoTime);
    private final ZooKeeperAccess access;
    private final RefusalWatch refusals;
    private volatile long connectedNanos;
    private volatile boolean loginRefused;

    /** A listener for the connection, called on a thread of Curator's. It must return at once. */
    interface Listener {
        /** The connection stands; {@code handle} is a new one if the session is new. */
        void connected(ZkHandle handle);

        /** The connection is in doubt; the session may still be alive. */
        void suspended();

        /** The ZooKeeper session is over. */
        void lost();
    }

    private ZooKeeperSession(ZooKeeperAccess access, Duration sessionTimeout, Consumer<String> refused) {
        this.access = access;
        this.refusals = new RefusalWatch(access, this::isLasting,
                () -> handle == null || loginRefused || shortOnes.areMany(),
                refused);
        String connectString = access.connectString();
        int timeout = Math.toIntExact(sessionTimeout.toMillis());
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        client = CuratorFrameworkFactory.builder()
                .connectString(connectString)
                .sessionTimeoutMs(timeout)
                // Not shorter than the ZooKeeper session timeout: Curator would give up the session for another connection.
                .connectionTimeoutMs(timeout)
                .zookeeperFactory((connect, millis, watcher, readOnly) -> made(group, () -> new ZooKeeper(connect,
                        millis, new LoginWatcher(watcher, this::loginRefused), readOnly,
                        new EnsembleHosts(connect, Duration.ofMillis(millis)),
                        access.client())))
                .retryPolicy(new BoundedExponentialBackoffRetry(50, 1000, 10))
                // The addresses that the ensemble has of itself are wrong behind NAT and in containers.
                .ensembleTracker(false)
                .connectionStateErrorPolicy(new StandardConnectionStateErrorPolicy())
                .dontUseContainerParents()
                .build();
        client.getConnectionStateListenable().addListener((_, state) -> stateChanged(state));
    }

    /**
     * Makes a client in this thread group, to which its threads then belong; Curator may call on a thread of a module. An
     * interrupt, such as a module's, does not end the wait: a client that nobody gets would live for ever.
     */
    private static ZooKeeper made(ThreadGroup group, Callable<ZooKeeper> maker) throws Exception {
        FutureTask<ZooKeeper> task = new FutureTask<>(maker);
        new Thread(group, task, "reeve-zookeeper-connect", 0, false).start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Connects, and waits until ZooKeeper answers; the log says so every few seconds.
     *
     * @param connectString  {@code HOST:PORT,HOST:PORT/chroot}
     * @param sessionTimeout the ZooKeeper session timeout to ask for; the server may grant another one
     * @throws InterruptedException if interrupted while waiting; nothing is left open then
     */
    public static ZooKeeperSession connect(String connectString, Duration sessionTimeout) throws InterruptedException {
        try {
            return connect(ZooKeeperAccess.of(connectString), sessionTimeout, _ -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Connects, and waits until ZooKeeper answers; the log says so every few seconds.
     *
     * @param refused told why no server takes this process, now and whenever the reason changes; empty when a connection lasts
     */
    public static ZooKeeperSession connect(ZooKeeperAccess access, Duration sessionTimeout, Consumer<String> refused)
            throws InterruptedException {
        var session = new ZooKeeperSession(access, sessionTimeout, refused);
        boolean done = false;
        try {
            session.client.start();
            session.refusals.begin();
            session.awaitConnection(access.connectString(), sessionTimeout);
            done = true;
            return session;
        } finally {
            if (!done) {
                session.close();
            }
        }
    }

    private void awaitConnection(String connectString, Duration asked) throws InterruptedException {
        long begin = System.nanoTime();
        while (!first.await(SAY_SO_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("waiting for ZooKeeper at {}: no answer for {} s. Is it running there?", connectString,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
        }
        LOG.info("connected to ZooKeeper at {}: session 0x{}, session timeout {} ms (asked for {} ms)", connectString,
                Long.toHexString(sessionId()), negotiatedTimeout().toMillis(), asked.toMillis());
        if (!negotiatedTimeout().equals(asked)) {
            LOG.warn("ZooKeeper granted a session timeout of {} ms instead of {} ms: its tickTime allows 2 to 20 ticks",
                    negotiatedTimeout().toMillis(), asked.toMillis());
        }
    }

    private void stateChanged(ConnectionState state) {
        switch (state) {
            case CONNECTED, RECONNECTED -> reconnected();
            case SUSPENDED -> {
                connected = false;
                refusals.begin();
                LOG.warn("the connection to ZooKeeper is suspended");
                if (shortOnes.ended()) {
                    LOG.error(
                            "ZooKeeper has ended {} connections in a row within two seconds. It may want SASL or TLS, or be older than"
                                    + " 3.6; its log says why",
                            ShortConnections.MANY);
                }
                listeners.forEach(Listener::suspended);
            }
            case LOST -> {
                connected = false;
                LOG.warn("the ZooKeeper session is lost");
                listeners.forEach(Listener::lost);
            }
            case READ_ONLY -> {
                connected = false;
                listeners.forEach(Listener::suspended);
            }
        }
    }

    private void loginRefused() {
        loginRefused = true;
        connected = false;
        refusals.begin();
    }

    private void reconnected() {
        ZooKeeper zk;
        try {
            zk = client.getZookeeperClient().getZooKeeper();
        } catch (Exception e) {
            LOG.warn("connected, and disconnected again: {}", e.toString());
            return;
        }
        ZkHandle known = handle;
        ZkHandle now = known != null && known.sessionId() == zk.getSessionId() ? known : new ZkHandle(zk);
        boolean fresh = !now.equals(known);
        if (known != null) {
            LOG.info("connected to ZooKeeper again under {} session 0x{}", fresh ? "a new" : "the same",
                    Long.toHexString(zk
                            .getSessionId()));
        }
        handle = now;
        connectedNanos = System.nanoTime();
        connected = true;
        shortOnes.begun();
        first.countDown();
        for (Listener listener : listeners) {
            if (fresh && known != null) {
                listener.lost();
            }
            listener.connected(now);
        }
    }

    /** The session timeout that the server granted. */
    public Duration negotiatedTimeout() {
        return handle().timeout();
    }

    /** Whether the connection stands, as far as the client knows. */
    public boolean isConnected() {
        return connected;
    }

    /** Whether a connection stands that does not end as soon as it has begun. */
    private boolean isLasting() {
        ZkHandle now = handle;
        return connected && now != null && now.isAlive()
                && System.nanoTime() - connectedNanos > ShortConnections.SHORT;
    }

    /** The way by which ZooKeeper is reached. */
    public ZooKeeperAccess access() {
        return access;
    }

    /** The id of the present session; another one after a session was lost. */
    public long sessionId() {
        return handle().sessionId();
    }

    /** The client, for reads and watches only; an architecture test forbids other packages to write. */
    public CuratorFramework client() {
        return client;
    }

    ZkHandle handle() {
        ZkHandle now = handle;
        if (now == null) {
            throw new IllegalStateException("not connected to ZooKeeper yet");
        }
        return now;
    }

    void addListener(Listener listener) {
        listeners.add(listener);
    }

    void removeListener(Listener listener) {
        listeners.remove(listener);
    }

    /**
     * Ends the session, and with it the ephemeral nodes that it held. If ZooKeeper does not answer, does not wait for
     * it: the nodes then vanish when the session times out.
     */
    @Override
    public void close() {
        connected = false;
        refusals.close();
        Thread closing = Thread.ofPlatform().daemon().name("reeve-zookeeper-close").start(client::close);
        try {
            if (!closing.join(CLOSE_PATIENCE)) {
                LOG.info("ZooKeeper does not answer: the session will end by its timeout");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
