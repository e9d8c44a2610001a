package io.reeve.report;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.reeve.report.protocol.DaemonFrame;
import io.reeve.report.protocol.DaemonFrame.Close;
import io.reeve.report.protocol.DaemonFrame.Configure;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Where;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Frame.Failure;
import io.reeve.report.protocol.Frame.Goodbye;
import io.reeve.report.protocol.Frame.Hello;
import io.reeve.report.protocol.HostPort;
import io.reeve.report.protocol.Identity;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link from a reporter to the active manager, which it looks for and follows. Confined to the event loop.
 *
 * <pre>
 * IDLE → CONNECTING → GREETING → OPENING → REPORTING     from each of these to IDLE when the connection ends
 *                                              ↓
 *                                           CLOSING → CLOSED       from any other state to CLOSED at once
 * </pre>
 */
final class ManagerLink implements ManagerConnection.Owner {
    private static final long HANDSHAKE_MILLIS = 4_000;
    private static final int MOST_HOPS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(ManagerLink.class);

    private enum State {
        IDLE, CONNECTING, GREETING, OPENING, REPORTING, CLOSING, CLOSED
    }

    private final ReportingDaemon daemon;
    private final EventLoop loop;
    private final ManagerCandidates candidates;
    private final ReportDelays delays;
    private final PendingCommands pending;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private State state = State.IDLE;
    private @Nullable ManagerConnection connection;
    private @Nullable ReportSession session;
    private @Nullable ScheduledFuture<?> timer;
    private String address = "";
    private final KnownEpoch known = new KnownEpoch();
    private int hops;
    private String complaint = "";

    ManagerLink(ReportingDaemon daemon, EventLoop loop, ManagerCandidates candidates, ReportDelays delays) {
        this.daemon = daemon;
        this.loop = loop;
        this.candidates = candidates;
        this.delays = delays;
        this.pending = new PendingCommands(loop);
    }

    /** Begins to look for the active manager. */
    void start() {
        loop.execute(this::attempt);
    }

    private void attempt() {
        if (state != State.IDLE) {
            return;
        }
        state = State.CONNECTING;
        address = candidates.next();
        long before = known.epoch();
        if (known.ask(address)) {
            LOG.warn("{}: every manager that can be reached names an epoch below {}: the cluster began anew",
                    daemon.name(),
                    before);
        }
        String to = address;
        daemon.runtime().work(() -> {
            InetSocketAddress resolved = HostPort.parse(to).toSocketAddress();
            loop.execute(() -> connect(resolved));
        });
    }

    private void connect(InetSocketAddress to) {
        if (state != State.CONNECTING || connection != null) {
            return;
        }
        if (to.isUnresolved()) {
            failed("the host is not known", delays.afterFailure());
            return;
        }
        ManagerConnection made = new ManagerConnection(this);
        connection = made;
        after(Duration.ofMillis(HANDSHAKE_MILLIS),
                () -> failed("no session within " + HANDSHAKE_MILLIS + " ms", delays.afterFailure()));
        made.connect(loop, to);
    }

    @Override
    public void connected(ManagerConnection from) {
        state = State.GREETING;
        from.send(Hello.of(Frame.DAEMON,
                new Identity(daemon.name(), daemon.gid(), daemon.cluster(), known.fsid(), known.epoch())));
    }

    @Override
    public void heard(ManagerConnection from, Frame frame) {
        ReportSession current = session;
        if (current != null) {
            current.alive();
        }
        if (frame instanceof Hello hello) {
            greeted(hello);
        } else if (frame instanceof Where where && fresh(where.epoch())) {
            located(where);
        } else if (frame instanceof Configure configure && fresh(configure.epoch())) {
            configured(from, configure);
        } else if (frame instanceof DaemonFrame.Command command && current != null && fresh(command.epoch())) {
            current.run(command);
        } else if (frame instanceof DaemonFrame.Reply reply && fresh(reply.epoch())) {
            pending.answered(reply);
        } else if (frame instanceof Failure failure) {
            refused(failure);
        } else if (frame instanceof Close || frame instanceof Goodbye) {
            if (state == State.CLOSING) {
                finish();
            } else {
                failed("the manager ends the session", delays.afterSession());
            }
        }
    }

    private void greeted(Hello hello) {
        if (hello.version() != Frame.VERSION) {
            failed("it speaks version " + hello.version() + " of the protocol, this reporter version " + Frame.VERSION,
                    delays.afterFailure());
            return;
        }
        String told = hello.from().fsid();
        String before = known.fsid();
        if (!told.isEmpty() && !before.isEmpty() && !told.equals(before)) {
            LOG.warn("{}: the manager at {} belongs to the cluster id {}, the last one to {}", daemon.name(),
                    address, told, before);
        }
        known.greeted(told);
    }

    /** Whether a frame comes from an active that has not been replaced; ends the connection if it has. */
    private boolean fresh(long told) {
        if (!known.accepts(told)) {
            failed("it believes in epoch " + told + ", and epoch " + known.epoch() + " has begun",
                    delays.afterFailure());
            return false;
        }
        return true;
    }

    private void located(Where where) {
        ManagerConnection current = connection;
        candidates.learn(where.managers().stream().filter(ManagerLink::isAddress).toList());
        if (where.self() && state == State.GREETING && current != null) {
            state = State.OPENING;
            ReportSession made = new ReportSession(daemon, loop, current, delays);
            session = made;
            current.send(new Open(daemon.type(), daemon.id(), daemon.service(), made.metadata()));
        } else if (!where.self()) {
            boolean elsewhere = isAddress(where.active()) && !where.active().equals(address) && hops++ < MOST_HOPS;
            if (elsewhere) {
                candidates.prefer(where.active());
            }
            String why = where.active().isEmpty() ? "nobody is active" : "active is the manager at " + where.active();
            failed(why, elsewhere ? Duration.ZERO : delays.afterFailure());
        }
    }

    private static boolean isAddress(String text) {
        try {
            return !HostPort.parseTarget(text).host().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void configured(ManagerConnection from, Configure configure) {
        ReportSession current = session;
        if (current == null || from != connection) {
            return;
        }
        if (state == State.OPENING) {
            state = State.REPORTING;
            known.confirmed(configure.epoch());
            cancelTimer();
            hops = 0;
            complaint = "";
            delays.succeeded();
            LOG.info("{} reports to the manager at {}, epoch {}, each {} ms", daemon.name(), address,
                    configure.epoch(), configure.period());
            daemon.state(ReporterState.REPORTING, address);
        }
        current.configure(Duration.ofMillis(configure.period()), configure.threshold(),
                why -> failed(why, delays.afterSession()));
    }

    private void refused(Failure failure) {
        Duration pause = failure.again() > 0
                ? delays.afterSentAway(Duration.ofMillis(failure.again()))
                : delays.afterFailure();
        failed("it says: " + failure.message(), pause);
    }

    @Override
    public void ended(ManagerConnection which, String why) {
        if (which == connection) {
            failed(why, state == State.REPORTING ? delays.afterSession() : delays.afterFailure());
        }
    }

    /** Ends this attempt or session; the next attempt begins after the pause. */
    private void failed(String why, Duration pause) {
        if (state == State.CLOSING) {
            finish();
            return;
        }
        boolean reported = state == State.REPORTING;
        drop(why);
        if (state == State.CLOSED) {
            return;
        }
        state = State.IDLE;
        complain(reported, why);
        if (reported) {
            daemon.state(ReporterState.SEARCHING, "");
        }
        after(pause, this::attempt);
    }

    private void complain(boolean reported, String why) {
        if (reported) {
            LOG.info("{} lost its session with the manager at {}: {}", daemon.name(), address, why);
        } else if (!why.equals(complaint)) {
            LOG.info("{} cannot report at {}: {}", daemon.name(), address, why);
        } else {
            LOG.debug("{} still cannot report at {}: {}", daemon.name(), address, why);
        }
        complaint = why;
    }

    private void drop(String why) {
        cancelTimer();
        ReportSession current = session;
        ManagerConnection open = connection;
        session = null;
        connection = null;
        if (current != null) {
            current.close();
        }
        if (open != null) {
            open.close();
        }
        pending.fail(why);
    }

    /** Sends a command to the active manager. */
    void ask(Map<String, Object> command, byte[] input, Duration limit, CompletableFuture<CommandAnswer> answer) {
        loop.execute(() -> {
            ManagerConnection open = connection;
            if (state != State.REPORTING || open == null) {
                answer.complete(CommandAnswer.error(CommandAnswer.ENXIO, "no active manager is connected"));
                return;
            }
            long id = pending.add(answer, limit);
            if (id >= 0) {
                open.send(new DaemonFrame.Command(id, known.epoch(), command, input));
            }
        });
    }

    /**
     * Ends the session in good order. The future completes when the manager has confirmed, or at once without a
     * session.
     */
    CompletableFuture<Void> close() {
        loop.execute(() -> {
            ManagerConnection open = connection;
            if (state == State.REPORTING && open != null) {
                state = State.CLOSING;
                ReportSession current = session;
                if (current != null) {
                    current.close();
                }
                open.send(new Close(known.epoch()));
                after(Duration.ofSeconds(1), this::finish);
            } else {
                finish();
            }
        });
        return closed;
    }

    private void finish() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            drop("the reporter is closed");
            daemon.state(ReporterState.CLOSED, "");
            closed.complete(null);
        }
    }

    private void after(Duration pause, Runnable task) {
        cancelTimer();
        timer = loop.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancelTimer() {
        ScheduledFuture<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        timer = null;
    }
}
