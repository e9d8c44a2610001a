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
 * One daemon's voice: reports what is counted and told here to the cluster's active manager, wherever that is, until it
 * is closed.
 *
 * <p>It starts at once and needs no manager to be there: it looks for the active at the given addresses, asks any manager
 * where the active is, follows it at a failover, and begins anew there. What was set last counts; nothing is queued while
 * no manager is connected, and nothing that a service calls here waits for one, {@link #close} and
 * {@link #awaitReporting} apart.
 *
 * <p>All methods may be called by any thread. Suppliers, the collector and command handlers run on the workers of the
 * {@link ReporterRuntime}, never on its event loops.
 */
public final class Reporter implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private final Daemon daemon;
    private final Link link;
    private final boolean ownRuntime;
    private final CountDownLatch reporting = new CountDownLatch(1);
    private volatile ReporterState state = ReporterState.SEARCHING;
    private volatile String manager = "";

    Reporter(ReporterBuilder from) {
        ReporterRuntime given = from.runtime;
        ReporterRuntime runtime = given == null ? new ReporterRuntime() : given;
        ownRuntime = given == null;
        daemon = new Daemon(from.type, from.id, from.gid, from.service, from.cluster, runtime, new Instruments(),
                new Facts(from.metadata), new Commands(), from.collector, this::changed);
        addBuiltins(from);
        link = new Link(daemon, runtime.loop(),
                new Candidates(from.managers, ThreadLocalRandom.current().nextInt(from.managers.size())),
                new Pauses(from.random));
        link.start();
    }

    private void addBuiltins(ReporterBuilder from) {
        Instruments instruments = daemon.instruments();
        command("perf dump", "The values of all counters",
                request -> CommandResult.ok(Json.write(PerfDump.dump(instruments.list()))));
        command("perf schema", "What the counters mean",
                request -> CommandResult.ok(Json.write(PerfDump.schema(instruments.list()))));
        command("version", "The version of this daemon",
                request -> CommandResult.ok(Json.write(Map.of("version", from.version))));
        command("config show", "The options in force",
                request -> CommandResult.ok(Json.write(new java.util.TreeMap<>(from.config.get()))));
    }

    /**
     * Begins to build the reporter of a daemon.
     *
     * @param type of daemon, without a dot: {@code host}, {@code osd}, {@code rgw}, a word of one's own
     * @param id   among those of its type
     */
    public static ReporterBuilder builder(String type, String id) {
        return new ReporterBuilder(type, id);
    }

    private void changed(ReporterState now, String address) {
        state = now;
        manager = address;
        if (now == ReporterState.REPORTING) {
            reporting.countDown();
        }
    }

    /** A counter that only grows. The function adds what the path does not say: description, priority, unit, labels. */
    public Counter counter(String path, UnaryOperator<CounterSpec> more) {
        return add(new Counter(more.apply(CounterSpec.of(path, CounterType.COUNTER))));
    }

    /** A counter that only grows, and that is kept elsewhere: the supplier is asked at each report. */
    public Instrument counter(String path, UnaryOperator<CounterSpec> more, LongSupplier source) {
        return add(new Polled(more.apply(CounterSpec.of(path, CounterType.COUNTER)), source));
    }

    /** A number that goes up and down. */
    public Gauge gauge(String path, UnaryOperator<CounterSpec> more) {
        return add(new Gauge(more.apply(CounterSpec.of(path, CounterType.GAUGE))));
    }

    /** A number that goes up and down, and that is kept elsewhere: the supplier is asked at each report. */
    public Instrument gauge(String path, UnaryOperator<CounterSpec> more, LongSupplier source) {
        return add(new Polled(more.apply(CounterSpec.of(path, CounterType.GAUGE)), source));
    }

    /** A time. */
    public TimeCounter time(String path, UnaryOperator<CounterSpec> more) {
        return add(new TimeCounter(more.apply(CounterSpec.of(path, CounterType.TIME))));
    }

    /** A sum and a count. */
    public Average average(String path, UnaryOperator<CounterSpec> more) {
        return add(new Average(more.apply(CounterSpec.of(path, CounterType.LONGRUNAVG))));
    }

    /** A sum of times and a count: a latency. */
    public TimeAverage timeAverage(String path, UnaryOperator<CounterSpec> more) {
        return add(new TimeAverage(more.apply(CounterSpec.of(path, CounterType.TIME_AVG))));
    }

    /** Counts in buckets along one axis or two. */
    public Histogram histogram(String path, UnaryOperator<CounterSpec> more, Axis... axes) {
        return add(new Histogram(more.apply(CounterSpec.histogram(path, axes))));
    }

    private <T extends Instrument> T add(T instrument) {
        return daemon.instruments().add(instrument);
    }

    /** Stops reporting one. */
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

    /** Replaces the health metrics. */
    public void health(List<HealthMetric> all) {
        daemon.facts().health = List.copyOf(all);
    }

    /**
     * Replaces the placement groups that a storage daemon holds.
     *
     * @throws IllegalArgumentException there are more than 20,000
     */
    public void placementGroups(List<PlacementGroup> all) {
        if (all.size() > 20_000) {
            throw new IllegalArgumentException(all.size() + " placement groups; a daemon reports at most 20,000");
        }
        daemon.facts().groups = List.copyOf(all);
    }

    /** Replaces the state of an mds. */
    public void filesystem(FilesystemRole role) {
        daemon.facts().filesystem = role;
    }

    /**
     * Answers a command from now on: {@code tell TYPE.ID PREFIX…}. {@code perf dump}, {@code perf schema},
     * {@code version}, {@code config show} and {@code help} are answered already, and can be replaced.
     *
     * @param prefix words with one space between; the longest one that matches is run
     */
    public void command(String prefix, String help, CommandHandler handler) {
        daemon.commands().add(prefix, help, handler);
    }

    /**
     * Sends a command to the active manager, as in {@code Map.of("prefix", "mgr stat")}.
     *
     * @return completes always: with ENXIO when no manager is connected, EPIPE when its connection ends, ETIMEDOUT
     */
    public CompletableFuture<CommandResult> ask(Map<String, Object> command, byte[] input, Duration limit) {
        CompletableFuture<CommandResult> answer = new CompletableFuture<>();
        if (state == ReporterState.CLOSED) {
            answer.complete(CommandResult.error(CommandResult.ENXIO, "the reporter is closed"));
        } else {
            link.ask(Map.copyOf(command), input, limit, answer);
        }
        return answer;
    }

    /** What it is doing. */
    public ReporterState state() {
        return state;
    }

    /** The report address of the manager that it reports to; empty while there is none. */
    public String manager() {
        return manager;
    }

    /** Waits until a manager has opened its session for the first time; false when the time is over before. */
    public boolean awaitReporting(Duration limit) throws InterruptedException {
        return reporting.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Tells the manager that the daemon stops in good order, waits a second at most, and ends. Any number of times. */
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
