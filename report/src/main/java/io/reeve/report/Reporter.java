package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import io.reeve.report.protocol.CounterSpec.Axis;
import io.reeve.report.protocol.CounterType;
import io.reeve.report.protocol.FilesystemRole;
import io.reeve.report.protocol.HealthMetric;
import io.reeve.report.protocol.PlacementGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * The reporter of one daemon: sends its counters and facts to the cluster's active manager until it is closed, and
 * answers commands that are sent to the daemon.
 *
 * <p>It starts at once and does not need a manager to be running. It asks the managers at the given addresses for the
 * active one, follows it after a failover, and reports everything again there. Only the last value that was set is
 * reported: nothing is queued while no manager is connected. No call waits for a manager except {@link #close} and
 * {@link #awaitReporting}.
 *
 * <p>All methods may be called on any thread. Suppliers, the collector and command handlers run on the workers of the
 * {@link ReporterRuntime}, never on its event loops.
 */
public final class Reporter implements AutoCloseable {
    /** The longest time that one search for the active takes. */
    public static final Duration SEARCH_LIMIT = ManagerSearch.LIMIT;
    /** The longest time between the beginnings of two searches for the active, while no manager takes the reports. */
    public static final Duration LONGEST_SEARCH = SEARCH_LIMIT.plusMillis(ReportDelays.LONGEST_MILLIS);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private final ReportingDaemon daemon;
    private final ManagerLink link;
    private final boolean ownRuntime;
    private final CountDownLatch reporting = new CountDownLatch(1);
    private volatile ReporterState state = ReporterState.SEARCHING;
    private volatile String manager = "";

    Reporter(ReporterBuilder from) {
        ReporterRuntime given = from.runtime;
        ReporterRuntime runtime = given == null ? new ReporterRuntime() : given;
        ownRuntime = given == null;
        daemon = new ReportingDaemon(from.type, from.id, from.gid, from.service, from.cluster, runtime,
                new InstrumentRegistry(),
                new Facts(from.metadata), new Commands(), from.collector, this::changed);
        addBuiltins(from);
        link = new ManagerLink(daemon, runtime.loop(),
                new ManagerCandidates(from.managers, ThreadLocalRandom.current().nextInt(from.managers.size())),
                new ReportDelays(from.random));
        link.start();
    }

    /** The time after which a reporter gives up a manager that has fallen silent, when it reports at this period. */
    public static Duration silence(Duration period) {
        return ReportSession.silence(period);
    }

    private void addBuiltins(ReporterBuilder from) {
        InstrumentRegistry instruments = daemon.instruments();
        command("perf dump", "The values of all counters",
                request -> CommandAnswer.ok(PrettyJson.write(PerfDump.dump(instruments.list()))));
        command("perf schema", "What the counters mean",
                request -> CommandAnswer.ok(PrettyJson.write(PerfDump.schema(instruments.list()))));
        command("version", "The version of this daemon",
                request -> CommandAnswer.ok(PrettyJson.write(Map.of("version", from.version))));
        command("config show", "The options in force",
                request -> CommandAnswer.ok(PrettyJson.write(new java.util.TreeMap<>(from.config.get()))));
    }

    /**
     * A builder for the reporter of a daemon.
     *
     * @param type the type of daemon, 1 to 64 characters without a dot: {@code host}, {@code osd}, {@code rgw} or another
     * @param id   the id among the daemons of that type, 1 to 256 characters
     * @throws IllegalArgumentException if type or id is not allowed
     */
    public static ReporterBuilder builder(String type, String id) {
        return new ReporterBuilder(type, id);
    }

    private void changed(ReporterState now, String address) {
        if (now == ReporterState.REPORTING) {
            manager = address; // first, so that whoever sees the state sees the address too
            state = now;
            reporting.countDown();
        } else {
            state = now;
            manager = address;
        }
    }

    /**
     * Registers a counter, which only grows.
     *
     * @param path {@code subsystem.counter}, 1 to 512 characters
     * @param more sets description, priority, unit and labels of the declaration
     * @throws IllegalArgumentException if the declaration is invalid, or path and labels are registered already
     * @throws IllegalStateException    if the daemon has 10,000 counters or 65,536 numbers already
     */
    public Counter counter(String path, UnaryOperator<CounterSpec> more) {
        return add(new Counter(more.apply(CounterSpec.of(path, CounterType.COUNTER))));
    }

    /** Registers a counter whose value is kept elsewhere: the supplier is called for each report, on a worker. */
    public Instrument counter(String path, UnaryOperator<CounterSpec> more, LongSupplier source) {
        return add(new Polled(more.apply(CounterSpec.of(path, CounterType.COUNTER)), source));
    }

    /** Registers a gauge, which goes up and down. */
    public Gauge gauge(String path, UnaryOperator<CounterSpec> more) {
        return add(new Gauge(more.apply(CounterSpec.of(path, CounterType.GAUGE))));
    }

    /** Registers a gauge whose value is kept elsewhere: the supplier is called for each report, on a worker. */
    public Instrument gauge(String path, UnaryOperator<CounterSpec> more, LongSupplier source) {
        return add(new Polled(more.apply(CounterSpec.of(path, CounterType.GAUGE)), source));
    }

    /** Registers a time, reported in nanoseconds. */
    public TimeCounter time(String path, UnaryOperator<CounterSpec> more) {
        return add(new TimeCounter(more.apply(CounterSpec.of(path, CounterType.TIME))));
    }

    /** Registers an average: a sum and a count. */
    public Average average(String path, UnaryOperator<CounterSpec> more) {
        return add(new Average(more.apply(CounterSpec.of(path, CounterType.LONGRUNAVG))));
    }

    /** Registers an average of times, such as a latency. Exceptions as for {@link #counter}. */
    public TimeAverage timeAverage(String path, UnaryOperator<CounterSpec> more) {
        return add(new TimeAverage(more.apply(CounterSpec.of(path, CounterType.TIME_AVG))));
    }

    /** Registers a histogram with one or two axes. Exceptions as for {@link #counter}. */
    public Histogram histogram(String path, UnaryOperator<CounterSpec> more, Axis... axes) {
        return add(new Histogram(more.apply(CounterSpec.histogram(path, axes))));
    }

    private <T extends Instrument> T add(T instrument) {
        return daemon.instruments().add(instrument);
    }

    /**
     * Replaces the managers' report addresses, {@code HOST:PORT}, for the next search. A session that is open goes on.
     *
     * @throws IllegalArgumentException if there is none, or one is not a report address
     */
    public void managers(List<String> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(daemon.name() + " would have no manager to report to; give one or more"
                    + " report addresses, HOST:PORT");
        }
        link.managers(addresses.stream().map(ReporterBuilder::address).toList());
    }

    /** Removes an instrument, which is then no longer reported. */
    public void remove(Instrument instrument) {
        daemon.instruments().remove(instrument);
    }

    /** Replaces the metadata; {@code hostname} and {@code version} belong in it. At most 1,000 entries. */
    public void metadata(Map<String, String> all) {
        daemon.facts().metadata = ReporterBuilder.texts(all);
    }

    /** Replaces the status that {@code service status} shows. At most 1,000 entries. */
    public void status(Map<String, String> all) {
        daemon.facts().status = ReporterBuilder.texts(all);
    }

    /** Replaces what the daemon is busy with: task to state. At most 1,000 entries. */
    public void tasks(Map<String, String> all) {
        daemon.facts().tasks = ReporterBuilder.texts(all);
    }

    /**
     * Replaces the health metrics of the daemon.
     *
     * @throws IllegalArgumentException if there are more than 1,000, or a manager would refuse one: for a type of more than 128
     *                                  characters or with control characters, for a number that is not 0 to 2^53 - 1
     */
    public void health(List<HealthMetric> all) {
        daemon.facts().health = FactChecks.health(all);
    }

    /**
     * Replaces the placement groups that a storage daemon holds.
     *
     * @throws IllegalArgumentException if there are more than 20,000, or a manager would refuse one: for an id that is not
     *                                  {@code POOL.NUMBER}, a state of more than 256 characters or with control characters, for
     *                                  a number that is not 0 to 2^53 - 1
     */
    public void placementGroups(List<PlacementGroup> all) {
        daemon.facts().groups = FactChecks.groups(all);
    }

    /**
     * Replaces the state of a metadata server (mds).
     *
     * @throws IllegalArgumentException if a manager would refuse it: for a rank that is neither 0 to 255 nor -1, for a name of
     *                                  more than 256 characters or a state of more than 128, for control characters
     */
    public void filesystem(FilesystemRole role) {
        daemon.facts().filesystem = FactChecks.role(role);
    }

    /**
     * Registers the handler of a command, which people send by {@code reeve tell TYPE.ID PREFIX…}. {@code perf dump},
     * {@code perf schema}, {@code version}, {@code config show} and {@code help} have handlers, which can be replaced.
     *
     * @param prefix the words of the command, separated by single spaces; the longest prefix that matches wins
     * @param help   one line for {@code help}
     * @throws IllegalArgumentException if the prefix is not of this form
     */
    public void command(String prefix, String help, CommandHandler handler) {
        daemon.commands().add(prefix, help, handler);
    }

    /**
     * Sends a command to the active manager, as in {@code Map.of("prefix", "mgr stat")}.
     *
     * @param command {@code prefix} and arguments by name, or {@code words}
     * @param input   input bytes; empty for none
     * @param limit   the longest wait for the reply
     * @return the reply; it never fails. ENXIO if no manager is connected, EAGAIN if 64 commands wait already; with the
     *         outcome unknown, EPIPE if the connection ends and ETIMEDOUT after the limit
     */
    public CompletableFuture<CommandAnswer> ask(Map<String, Object> command, byte[] input, Duration limit) {
        CompletableFuture<CommandAnswer> answer = new CompletableFuture<>();
        if (state == ReporterState.CLOSED) {
            answer.complete(CommandAnswer.error(CommandAnswer.ENXIO, "the reporter is closed"));
        } else {
            link.ask(Map.copyOf(command), input, limit, answer);
        }
        return answer;
    }

    /** The state of the reporter. */
    public ReporterState state() {
        return state;
    }

    /** The report address {@code HOST:PORT} of the manager that gets the reports; empty while there is none. */
    public String manager() {
        return manager;
    }

    /** Waits until a manager has accepted the daemon for the first time. @return false if the time ran out before */
    public boolean awaitReporting(Duration limit) throws InterruptedException {
        return reporting.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Tells the manager that the daemon stops in good order, and ends. Waits a second at most. May be called
     * repeatedly.
     */
    @Override
    public void close() {
        if (state == ReporterState.CLOSED) {
            return;
        }
        try {
            link.close().get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            state = ReporterState.CLOSED; // the manager did not confirm in time, or the runtime was closed before
        } finally {
            if (ownRuntime) {
                daemon.runtime().close();
            }
        }
    }
}
