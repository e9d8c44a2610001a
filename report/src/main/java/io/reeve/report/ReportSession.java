package io.reeve.report;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.reeve.report.protocol.DaemonFrame;
import io.reeve.report.protocol.DaemonFrame.Report;
import io.reeve.report.protocol.DaemonFrame.Update;
import io.reeve.report.protocol.Frame;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with the active manager: sends a report each period and runs the manager's commands. Confined to the event
 * loop; a report is made on a worker, one at a time, and only after the one before it has left.
 */
final class ReportSession {
    private static final int MOST_COMMANDS = 16;
    /** The longest time between pings. The session is lost if nothing is heard for three times the time between two. */
    private static final Duration LONGEST_PULSE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PULSE = Duration.ofSeconds(1);
    private static final long SETTLED_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final Logger LOG = LoggerFactory.getLogger(ReportSession.class);

    private final ReportingDaemon daemon;
    private final EventLoop loop;
    private final ManagerConnection connection;
    private final ReportDelays delays;
    private final Map<String, String> metadata;
    private final Facts.Sent told;
    private final CounterDeclarations declarations;
    private final long opened = System.nanoTime();
    private long heard = opened;
    private Duration period = Duration.ZERO;
    private int threshold;
    private long pings;
    private long epoch;
    private int running;
    private boolean making;
    private volatile boolean failing;
    private boolean over;
    private @Nullable ScheduledFuture<?> nextReport;
    private @Nullable ScheduledFuture<?> pulse;

    ReportSession(ReportingDaemon daemon, EventLoop loop, ManagerConnection connection, ReportDelays delays) {
        this.daemon = daemon;
        this.loop = loop;
        this.connection = connection;
        this.delays = delays;
        this.metadata = daemon.facts().metadata;
        this.told = new Facts.Sent(daemon.facts(), metadata);
        this.declarations = new CounterDeclarations(daemon.instruments(), told);
    }

    /** The metadata to open the session with. */
    Map<String, String> metadata() {
        return metadata;
    }

    /** Notes that the manager has sent something. */
    void alive() {
        heard = System.nanoTime();
    }

    /** Sets the period and the threshold of reports. The first call sends a report at once. */
    void configure(Duration newPeriod, int newThreshold, Consumer<String> lost) {
        boolean first = period.isZero();
        boolean changed = !period.equals(newPeriod);
        period = newPeriod;
        threshold = newThreshold;
        if (first) {
            report();
        }
        if (changed) {
            schedule(delays.untilSecond(period));
            beat(lost);
        }
    }

    private void schedule(Duration pause) {
        cancel(nextReport);
        nextReport = over ? null : loop.schedule(this::tick, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        schedule(delays.untilNext(period));
        report();
    }

    private void report() {
        // A manager or a network that is too slow gets fewer reports; they do not pile up here.
        if (making || over || !connection.isWritable()) {
            return;
        }
        making = true;
        int least = threshold;
        daemon.runtime().work(() -> {
            Frame update = null;
            Report report = null;
            try {
                daemon.collector().run();
                Map<String, String> changed = told.newMetadata();
                update = changed == null ? null : new Update(changed);
                report = declarations.report(least);
                failing = false;
            } catch (RuntimeException | Error e) {
                if (!failing) {
                    LOG.warn("{}: no report until this is mended", daemon.name(), e);
                }
                failing = true;
            }
            Frame first = update;
            Report second = report;
            loop.execute(() -> made(first, second));
        });
    }

    private void made(@Nullable Frame update, @Nullable Report report) {
        making = false;
        if (over) {
            return;
        }
        if (update != null) {
            connection.send(update);
        }
        if (report != null) {
            connection.send(report);
        }
        if (System.nanoTime() - opened > SETTLED_NANOS) {
            delays.settled();
        }
    }

    /** The time without a word of the manager after which the session is lost. */
    static Duration silence(Duration period) {
        return pulse(period).multipliedBy(3);
    }

    private static Duration pulse(Duration period) {
        return Duration.ofMillis(
                Math.max(SHORTEST_PULSE.toMillis(), Math.min(period.toMillis(), LONGEST_PULSE.toMillis())));
    }

    private void beat(Consumer<String> lost) {
        cancel(pulse);
        long millis = pulse(period).toMillis();
        Duration silence = silence(period);
        pulse = loop.scheduleWithFixedDelay(() -> {
            if (System.nanoTime() - heard > silence.toNanos()) {
                lost.accept("nothing heard for " + silence.toMillis() + " ms");
            } else if (connection.isWritable()) {
                connection.send(new Frame.Ping(++pings, epoch));
            }
        }, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Runs a command of the active manager on a worker. */
    void run(DaemonFrame.Command command) {
        epoch = command.epoch();
        if (running == MOST_COMMANDS) {
            answer(command, CommandAnswer.error(CommandAnswer.EAGAIN,
                    MOST_COMMANDS + " commands are running in " + daemon.name()));
            return;
        }
        running++;
        daemon.runtime().work(() -> {
            CommandAnswer result = daemon.commands().run(command);
            loop.execute(() -> {
                running--;
                answer(command, result);
            });
        });
    }

    private void answer(DaemonFrame.Command command, CommandAnswer result) {
        boolean fits = result.out().length + 4L * result.err().length() < Frame.DAEMON_LIMIT - 1_024;
        CommandAnswer told = fits
                ? result
                : CommandAnswer.error(CommandAnswer.E2BIG, "the answer of " + daemon.name() + " has "
                        + result.out().length + " bytes; a frame takes " + Frame.DAEMON_LIMIT);
        if (!over) {
            connection.send(new DaemonFrame.Reply(command.id(), command.epoch(), told.status(), told.out(),
                    told.err()));
        }
    }

    /** Ends the session: no more reports and pings. */
    void close() {
        over = true;
        cancel(nextReport);
        cancel(pulse);
    }

    private static void cancel(@Nullable ScheduledFuture<?> running) {
        if (running != null) {
            running.cancel(false);
        }
    }
}
