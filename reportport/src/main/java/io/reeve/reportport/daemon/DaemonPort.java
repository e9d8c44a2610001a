package io.reeve.reportport.daemon;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReports;
import io.reeve.cluster.daemon.ReportServer;
import io.reeve.report.protocol.DaemonFrame.Where;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Frame.Failure;
import io.reeve.report.protocol.Frame.Hello;
import io.reeve.report.protocol.FrameDecoder;
import io.reeve.report.protocol.Identity;
import io.reeve.report.protocol.Wire;
import io.reeve.report.protocol.WireText;
import io.reeve.reportport.peer.DaemonAcceptor;
import io.reeve.reportport.peer.FrameBudget;
import io.reeve.reportport.peer.ReportPort;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of daemons' sessions. It takes their connections from the report port, on event loops of its own. While this
 * manager is active the sessions feed the cluster's state; otherwise each daemon is told who is active and disconnected. While
 * the lead changes they wait for their answer: see {@link HeldDaemons}.
 */
public final class DaemonPort implements ReportServer, DaemonAcceptor, AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(DaemonPort.class);

    private final ReportPort port;
    private final Supplier<MgrMap> map;
    private final DaemonEvents events;
    private final SessionLimits limits;
    private final AtomicInteger taken = new AtomicInteger();
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2,
            threads(), NioIoHandler.newFactory());
    private final EventLoop clock = loops.next();
    private final Set<DaemonSession> connected = ConcurrentHashMap.newKeySet();
    /** The connections without a session, in the order in which they came. */
    @GuardedBy("waiting")
    private final LinkedHashSet<DaemonSession> waiting = new LinkedHashSet<>();
    private final ConcurrentMap<DaemonId, DaemonSession> sessions = new ConcurrentHashMap<>();
    private final NameContests contests = new NameContests(System::nanoTime);
    private final HeldDaemons held;
    private volatile @Nullable ActiveEpoch activeEpoch;
    private volatile boolean admitting;
    private List<String> toldManagers = List.of(); // the clock's thread only
    private long expected = System.nanoTime() + TICK.toNanos();

    /**
     * Starts to take daemons.
     *
     * @param map     the mgr map; must not block
     * @param leading whether another manager leads and answers this one; must not block
     * @param events  the receiver of events other than reports
     * @param facts   the bytes of metadata, status and tasks together that a daemon may have
     */
    public DaemonPort(ReportPort port, Supplier<MgrMap> map, BooleanSupplier leading, DaemonEvents events, int facts) {
        this(port, map, leading, events, SessionLimits.standard().withFacts(facts));
    }

    /** Threads of the group of the present one, whoever first needs them: it may be a module. */
    private static DefaultThreadFactory threads() {
        return new DefaultThreadFactory("reeve-report", true, Thread.NORM_PRIORITY,
                Thread.currentThread().getThreadGroup());
    }

    DaemonPort(ReportPort port, Supplier<MgrMap> map, BooleanSupplier leading, DaemonEvents events,
            SessionLimits limits) {
        this.port = port;
        this.map = map;
        this.events = events;
        this.limits = limits;
        this.held = new HeldDaemons(() -> activeEpoch == null ? !leading.getAsBoolean() : !admitting,
                this::nextTurn, System::nanoTime, this::takeOver);
        var _ = clock.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void nextTurn(Runnable turn) {
        var _ = clock.schedule(turn, HeldDaemons.TURN.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void attach(DaemonReports reports, long epoch) {
        ActiveEpoch made = new ActiveEpoch(epoch, reports, new CounterConflicts(events::conflicts));
        admitting = false;
        activeEpoch = made;
        reports.onConfigure(() -> {
            if (made.equals(activeEpoch)) {
                configureAll();
            }
        });
    }

    @Override
    public void admit() {
        admitting = true;
    }

    @Override
    public void detach() {
        activeEpoch = null;
        sessions.clear();
        Where where = where(null);
        for (DaemonSession session : connected) {
            session.notActive(where);
        }
    }

    /** {@inheritDoc} Also gives EAGAIN if the daemon takes no more commands, and E2BIG for an input that does not fit into a frame. */
    @Override
    public CompletableFuture<HandleCommandResult> send(DaemonId daemon, Map<String, Object> command, byte[] input,
            Duration limit) {
        CompletableFuture<HandleCommandResult> answer = new CompletableFuture<>();
        DaemonSession session = sessions.get(daemon);
        int most = Frame.DAEMON_LIMIT - Frame.STRANGER_LIMIT;
        if (input.length > most) {
            answer.complete(HandleCommandResult.error(Errno.E2BIG,
                    "an input of " + input.length + " bytes is too long for a daemon; it takes " + most));
        } else if (session == null) {
            answer.complete(HandleCommandResult.error(Errno.ENXIO, daemon + " does not report to this manager now"));
        } else {
            session.send(Map.copyOf(command), input, limit, answer);
        }
        return answer;
    }

    /** The number of daemons with an open session, for tests. */
    int size() {
        return sessions.size();
    }

    /** The number of daemons that wait for the answer to their hello, for tests. */
    int held() {
        return held.size();
    }

    FrameBudget frames() {
        return port.daemonFrames();
    }

    SessionLimits limits() {
        return limits;
    }

    DaemonEvents events() {
        return events;
    }

    @Override
    public void accept(Channel channel, Identity daemon) {
        if (taken.incrementAndGet() > limits.most() && !makeRoom()) {
            taken.decrementAndGet();
            warn("refused daemon '" + WireText.printable(daemon.name(), 64) + "': " + limits.most()
                    + " daemons are connected");
            Wire.sendAndClose(channel, new Failure("this manager has " + limits.most()
                    + " daemons already, and takes no more", 30_000));
            return;
        }
        channel.closeFuture().addListener(_ -> taken.decrementAndGet());
        if (!held.hold(channel, daemon)) {
            takeOver(channel, daemon);
        }
    }

    private void takeOver(Channel channel, Identity daemon) {
        // Moved off the managers' thread; nothing is lost meanwhile, as a daemon waits for the answer to its hello.
        var _ = channel.deregister().addListener(_ -> loops.register(channel).addListener(moved -> {
            if (moved.isSuccess()) {
                greet(channel, daemon);
            } else {
                if (!(moved.cause() instanceof ClosedChannelException)) { // hung up at once
                    warn("the connection of a daemon from " + text(channel.remoteAddress())
                            + " could not be taken over: " + moved.cause());
                }
                Wire.close(channel);
            }
        }));
    }

    /** Ends a connection that has been open long without a session, held ones first; false if all have one. */
    private boolean makeRoom() {
        if (held.giveWay()) {
            return true;
        }
        synchronized (waiting) {
            while (!waiting.isEmpty()) {
                if (waiting.removeFirst().giveWay()) {
                    return true;
                }
            }
            return false;
        }
    }

    private void noLongerWaits(DaemonSession session) {
        synchronized (waiting) {
            waiting.remove(session);
        }
    }

    private void greet(Channel channel, Identity daemon) {
        ActiveEpoch now = activeEpoch;
        Wire.send(channel, Hello.of(Frame.MANAGER, port.identity()));
        if (now == null) {
            Wire.sendAndClose(channel, where(null));
            return;
        }
        DaemonSession session = new DaemonSession(this, channel, daemon, now);
        connected.add(session);
        synchronized (waiting) {
            waiting.add(session);
        }
        channel.closeFuture().addListener(_ -> {
            connected.remove(session);
            noLongerWaits(session);
        });
        // Frames that were read together wait in it while the session does not want more.
        channel.pipeline().get(FrameDecoder.class).trust(limits.facts() + Frame.STRANGER_LIMIT);
        channel.pipeline()
                .addBefore(ReportPort.LAST, null, new FlowControlHandler())
                .addBefore(ReportPort.LAST, null, session);
        Wire.send(channel, where(now));
        if (!now.equals(activeEpoch)) {
            session.notActive(where(null));
        }
    }

    /** The protocol's frame that says who is active. */
    private Where where(@Nullable ActiveEpoch now) {
        MgrMap known = map.get();
        MgrMap.Active active = known.active();
        List<String> managers = managers(known);
        if (now != null) {
            return new Where(now.epoch(), true, "", managers);
        }
        boolean other = active != null && active.manager().gid() != port.identity().gid();
        return active != null && other
                ? new Where(active.epoch(), false, active.manager().report(), managers)
                : new Where(known.epoch(), false, "", managers);
    }

    /** The report addresses of all live managers. From any thread. */
    List<String> managers() {
        return managers(map.get());
    }

    private static List<String> managers(MgrMap known) {
        List<String> managers = new ArrayList<>();
        known.standbys().forEach(manager -> managers.add(manager.report()));
        MgrMap.Active active = known.active();
        if (active != null) {
            managers.add(active.manager().report());
        }
        return List.copyOf(managers);
    }

    /** The reason why a daemon may not open a session now: another process holds its name; null if it may. */
    @Nullable
    Failure refusal(DaemonId id, DaemonSession asking) {
        DaemonSession holder = sessions.get(id);
        if (holder == null) {
            return null;
        }
        boolean own = holder.isOfSameProcess(asking);
        Duration rest = own ? contests.restOfOwn(id) : contests.rest(id);
        return rest.isZero()
                ? null
                : new Failure((own ? "another connection" : "another process") + " reports as " + id
                        + " now, from " + holder.address()
                        + "; give each its own id", rest.toMillis() + 1);
    }

    /** Opens a session; it replaces an older one of the same daemon. */
    DaemonReports.Session open(DaemonId id, DaemonSession session, DaemonOpening opening) {
        noLongerWaits(session);
        DaemonReports.Session[] opened = new DaemonReports.Session[1];
        DaemonSession[] older = new DaemonSession[1];
        // Under the map's lock for this daemon, so that the state receives two openings in the order in which they win.
        sessions.compute(id, (_, before) -> {
            older[0] = before;
            opened[0] = session.activeEpoch().reports().open(opening);
            return session;
        });
        DaemonSession before = older[0];
        if (before != null && before.isOfSameProcess(session)) {
            contests.replaced(id);
            before.replaced();
        } else if (before != null) {
            before.superseded(opening.address(), contests.taken(id));
            events.duplicate(id, before.address(), opening.address());
        }
        return opened[0];
    }

    /** Takes the end of an open session. */
    void ended(DaemonId id, DaemonSession session) {
        if (sessions.remove(id, session)) {
            session.activeEpoch().conflicts().gone(id);
        }
    }

    /** Tells the daemons when managers have come or gone, so that they know all of them when this one is lost. */
    private void tellManagers() {
        List<String> now = managers();
        if (!now.equals(toldManagers)) {
            toldManagers = now;
            configureAll();
        }
    }

    private void configureAll() {
        connected.forEach(session -> session.later(session::configure));
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            Duration late = Duration.ofNanos(Math.max(0, now - expected));
            expected = now + TICK.toNanos();
            ActiveEpoch current = activeEpoch;
            if (current != null) {
                DaemonReports reports = current.reports();
                reports.late(late);
                tellManagers();
                Duration silence = reports.settings().silence(reports.expected());
                connected.forEach(session -> session.check(now, silence));
            }
        } catch (RuntimeException e) {
            LOG.error("watching the sessions of daemons failed", e);
        }
    }

    void warn(String message) {
        port.warn("report port: " + message);
    }

    static String text(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return String.valueOf(address);
        }
        String ip = inet.getAddress().getHostAddress();
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + inet.getPort();
    }

    /** Ends all sessions, with a last frame, and stops the threads. To be closed before the report port. */
    @Override
    public void close() {
        detach();
        loops.shutdownGracefully(50, 1_000, TimeUnit.MILLISECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
