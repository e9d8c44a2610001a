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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link from a reporter to the active manager, which it looks for and follows. Confined to the event loop.
 *
 * <pre>
 * IDLE → SEARCHING → OPENING → REPORTING     from each of these to IDLE when it fails
 *                                   ↓
 *                                CLOSING → CLOSED       from any other state to CLOSED at once
 * </pre>
 */
final class ManagerLink implements ManagerConnection.Owner, ManagerSearch.Listener {
    static final Duration OPENING = Duration.ofSeconds(4);
    private static final Logger LOG = LoggerFactory.getLogger(ManagerLink.class);

    private enum State {
        IDLE, SEARCHING, OPENING, REPORTING, CLOSING, CLOSED
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
    private @Nullable ManagerSearch search;
    private final KnownCluster cluster = new KnownCluster();
    private String address = "";
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
        state = State.SEARCHING;
        ManagerSearch made = new ManagerSearch(daemon, loop, candidates, cluster, this);
        search = made;
        made.start();
    }

    /** Replaces the configured managers, for the next search. */
    void managers(List<String> addresses) {
        loop.execute(() -> candidates.configure(addresses));
    }

    @Override
    public void found(ManagerConnection made, String at) {
        state = State.OPENING;
        search = null;
        address = at;
        connection = made;
        made.handTo(this);
        after(OPENING, () -> failed("no session within " + OPENING.toSeconds() + " s", delays.afterFailure()));
        ReportSession opened = new ReportSession(daemon, loop, made, delays);
        session = opened;
        made.send(new Open(daemon.type(), daemon.id(), daemon.service(), opened.metadata()));
    }

    @Override
    public void nobody(String why, Duration again) {
        address = "any of the managers";
        failed(why, !again.isNegative() && !again.isZero() ? delays.afterSentAway(again) : delays.afterFailure());
    }

    @Override
    public void connected(ManagerConnection from) {
        // It was connected when it was found.
    }

    @Override
    public void heard(ManagerConnection from, Frame frame) {
        ReportSession current = session;
        if (current != null) {
            current.alive();
        }
        if (frame instanceof Where where && fresh(where.epoch())) {
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

    /** Whether a frame comes from an active that has not been replaced; ends the connection if it has. */
    private boolean fresh(long told) {
        long known = cluster.epoch();
        if (!cluster.isFresh(told)) {
            failed("it believes in epoch " + told + ", and epoch " + known + " has begun", delays.afterFailure());
            return false;
        }
        return true;
    }

    private void located(Where where) {
        candidates.learn(where.managers());
        if (!where.self()) {
            if (ManagerCandidates.isAddress(where.active())) {
                candidates.learn(Stream.concat(Stream.of(where.active()), where.managers().stream()).toList());
                candidates.prefer(where.active());
            }
            failed(where.active().isEmpty() ? "nobody is active" : "active is the manager at " + where.active(),
                    where.active().isEmpty() ? delays.afterFailure() : Duration.ZERO);
        }
    }

    private void configured(ManagerConnection from, Configure configure) {
        ReportSession current = session;
        if (current == null || from != connection) {
            return;
        }
        candidates.learn(configure.managers());
        if (state == State.OPENING) {
            state = State.REPORTING;
            cluster.confirmed(configure.epoch());
            cancelTimer();
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
        if (reported) {
            candidates.lost(address);
        }
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
        ManagerSearch running = search;
        session = null;
        connection = null;
        search = null;
        if (running != null) {
            running.stop();
        }
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
                open.send(new DaemonFrame.Command(id, cluster.epoch(), command, input));
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
                open.send(new Close(cluster.epoch()));
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
