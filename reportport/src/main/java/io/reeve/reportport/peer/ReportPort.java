package io.reeve.reportport.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.FrameDecoder;
import io.reeve.report.protocol.FrameEncoder;
import io.reeve.report.protocol.Identity;
import io.reeve.report.protocol.NotOursException;
import io.reeve.report.protocol.Wire;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report port: the one listener where other managers and reporting daemons connect. It is bound once for the life of the
 * process. One thread of its own serves it and the managers; daemons are handed to the {@link DaemonAcceptor}, so that
 * managers stay in contact however many daemons there are.
 */
public final class ReportPort implements AutoCloseable {
    /**
     * The number of connections without a hello at the same time: enough for the daemons that come back in one moment when
     * the active is lost, and say hello as soon as their hosts get to it. What they may send is bounded by its own limit.
     */
    private static final int STRANGERS = 2_048;
    /** The number of connections that call themselves managers without proof. */
    private static final int CLAIMS = 256;
    /**
     * The bytes of frames in flight of connections that have not said who they are, and of managers, who prove
     * nothing by their hello.
     */
    private static final long STRANGER_FRAMES = 2 << 20;
    private static final long MANAGER_FRAMES = 8 << 20;
    /** The bytes of frames in flight of daemons with a session, by default. */
    public static final long FRAMES = 32 << 20;
    /** The name of the last handler of each connection; others are added before it. */
    public static final String LAST = "last";
    /** The setting of the frames in flight. */
    public static final String FRAMES_SETTING = "report-frames";
    private static final Logger LOG = LoggerFactory.getLogger(ReportPort.class);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1,
            threads(), NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final Supplier<Identity> identity;
    private final PeerTiming timing;
    private final FrameBudget strangerFrames = new FrameBudget(STRANGER_FRAMES, "connections without a session", "");
    private final FrameBudget managerFrames = new FrameBudget(MANAGER_FRAMES, "connections of managers", "");
    private final FrameBudget daemonFrames;
    private final UnidentifiedConnections unidentified = new UnidentifiedConnections(STRANGERS);
    private final LogLimit strangers = new LogLimit(LOG, 10, System::nanoTime);
    private final UnidentifiedConnections claims = new UnidentifiedConnections(CLAIMS);
    private final Map<Long, Channel> sessions = new HashMap<>();
    private final Channel listener;
    private volatile PortPhase phase = new PortPhase.Starting();

    /**
     * Binds the port. Until {@link #serve} only probes are answered.
     *
     * @param bind     the address; port 0 takes a free one
     * @param identity this manager's current identity; called on any thread, must not block
     * @param frames   the bytes of frames in flight of all daemons together
     * @throws BindException if the address cannot be bound, with the address and the fix
     */
    public ReportPort(InetSocketAddress bind, Supplier<Identity> identity, long frames) throws BindException {
        this(bind, identity, PeerTiming.standard(), frames);
    }

    ReportPort(InetSocketAddress bind, Supplier<Identity> identity, PeerTiming timing) throws BindException {
        this(bind, identity, timing, FRAMES);
    }

    private ReportPort(InetSocketAddress bind, Supplier<Identity> identity, PeerTiming timing, long frames)
            throws BindException {
        this.identity = identity;
        this.timing = timing;
        this.daemonFrames = new FrameBudget(frames, "daemons", FRAMES_SETTING);
        ChannelFuture bound = server().bind(bind).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            Future<?> _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            BindException failure = new BindException("cannot bind the report port " + bind.getHostString() + ":"
                    + bind.getPort() + ": " + bound.cause().getMessage()
                    + "; stop what listens there, or choose another address with --report HOST:PORT (port 0: any free)");
            failure.initCause(bound.cause());
            throw failure;
        }
        listener = bound.channel();
        listener.pipeline().addLast(new AcceptFailures(this)); // behind Netty's acceptor
    }

    /** Threads of the group of the present one, whoever first needs them: it may be a module. */
    private static ThreadFactory threads() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        return work -> {
            Thread thread = new FastThreadLocalThread(group, work, "reeve-peer");
            thread.setDaemon(true);
            return thread;
        };
    }

    private ServerBootstrap server() {
        return new ServerBootstrap().group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                // Small and rare frames: pools of direct memory would only cost resident memory.
                .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) throws NotOursException {
                        FrameDecoder decoder = new FrameDecoder();
                        decoder.account(strangerFrames.account(channel));
                        channel.pipeline()
                                .addLast(decoder, FrameEncoder.INSTANCE, new HelloHandler(ReportPort.this))
                                .addLast(LAST, new LastHandler(ReportPort.this));
                    }
                });
    }

    /** Begins to answer managers and to take daemons. */
    public void serve(PeerHandlers peers, DaemonAcceptor daemons) {
        phase = new PortPhase.Serving(new ProvedRequests(peers.proofs()), peers, daemons);
    }

    PortPhase phase() {
        return phase;
    }

    /** The address that it listens at, with the actual port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /**
     * Stops listening and closes all connections. Idempotent.
     *
     * @param goodbye whether peers are told that this manager stops in good order, so that they do not take it for dead; true
     *                only if this manager holds nothing in ZooKeeper any more
     */
    public void close(boolean goodbye) {
        CountDownLatch done = new CountDownLatch(1);
        if (run(() -> closeAll(goodbye, done))) {
            await(done);
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    /** Closes without a goodbye. */
    @Override
    public void close() {
        close(false);
    }

    private void closeAll(boolean goodbye, CountDownLatch done) {
        Wire.close(listener);
        List<Channel> open = new ArrayList<>(sessions.values());
        open.addAll(claims.all());
        for (Channel session : open) {
            if (goodbye) {
                Wire.sendAndClose(session, new Frame.Goodbye());
            } else {
                Wire.close(session);
            }
        }
        done.countDown();
    }

    private static void await(CountDownLatch done) {
        try {
            if (!done.await(1, TimeUnit.SECONDS)) {
                LOG.warn("the report port did not close within 1 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a task on the port's thread; false if the port is closed. */
    boolean run(Runnable task) {
        if (group.isShuttingDown()) {
            return false;
        }
        loop.execute(guarded(task));
        return true;
    }

    /** Runs a task on the port's thread after a pause, unless the future is cancelled. */
    Future<?> later(Duration pause, Runnable task) {
        return loop.schedule(guarded(task), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs a task on the port's thread at a fixed interval; missed runs are not made up for. */
    Future<?> every(Duration pause, Runnable task) {
        return loop.scheduleWithFixedDelay(guarded(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a task of the report port failed", e);
            }
        };
    }

    EventLoop loop() {
        return loop;
    }

    /** This manager's current identity. From any thread. */
    public Identity identity() {
        return identity.get();
    }

    /** Logs a warning about a stranger or a daemon, with a limit per minute. From any thread. */
    public void warn(String message) {
        run(() -> strangers.warn(message));
    }

    /** The frames in flight of daemons with a session. */
    public FrameBudget daemonFrames() {
        return daemonFrames;
    }

    FrameBudget managerFrames() {
        return managerFrames;
    }

    PeerTiming timing() {
        return timing;
    }

    UnidentifiedConnections unidentified() {
        return unidentified;
    }

    /** The log for warnings about strangers. */
    LogLimit strangers() {
        return strangers;
    }

    /** Keeps an accepted connection that calls itself a peer's; it replaces none, as anybody can say so. */
    void claimed(Channel session) {
        if (claims.enter(session)) {
            strangers.warn("report port: too many connections call themselves managers and have not proved it through"
                    + " ZooKeeper; closed the oldest");
        }
        session.closeFuture().addListener(_ -> claims.leave(session));
    }

    /** Keeps a connection that ZooKeeper has confirmed as that peer's, and closes an older one of the same peer. */
    void proved(long gid, Channel session) {
        claims.leave(session);
        if (!session.isActive()) {
            return;
        }
        Channel older = sessions.put(gid, session);
        if (older != null) {
            Wire.close(older);
        }
        session.closeFuture().addListener(_ -> sessions.remove(gid, session));
    }

    /** Whether that peer holds an open connection to this port, and has proved that it is its own. */
    boolean hasSession(long gid) {
        return sessions.containsKey(gid);
    }
}
