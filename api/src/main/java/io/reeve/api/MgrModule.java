package io.reeve.api;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import io.reeve.api.cluster.Server;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.metrics.MetricSource;
import io.reeve.api.progress.Progress;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A module on the active manager. To write one, extend this class, name it in a {@link ModuleProvider}, put the jar
 * into the module path, and run {@code reeve mgr module enable NAME}.
 *
 * <p><b>Order.</b> An instance is created when the manager becomes active or the module is enabled; the constructor
 * runs on a thread of the module. Then {@link #serve} runs on a thread of its own. Notifications come one at a time on
 * another thread, commands one at a time on a third, HTTP requests on further ones, all concurrently with {@code
 * serve}. When the module is stopped, {@link #shutdown} is called. A process never has a second instance while a thread
 * of the first is alive.
 *
 * <p><b>Failure.</b> An exception from a callback is caught and reported with the module's name, and affects no other
 * module. After {@link NotActiveException} a module should only return.
 *
 * <p><b>Frozen.</b> A manager that has lost the connection to ZooKeeper does not know whether it still leads: it is
 * frozen. {@code serve} continues, reads still work, and writes throw {@link FrozenException}. Then either the manager
 * thaws, with nothing lost, or the module is stopped.
 */
public abstract non-sealed class MgrModule extends BaseModule {
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5).plusSeconds(5); // the manager's own comes first

    private final ModuleContext context;

    /** Creates the module. The subclass passes on the context that it gets; all methods work from then on. */
    protected MgrModule(ModuleContext context) {
        super(context);
        this.context = context;
    }

    // ---- methods to override --------------------------------------------------------------------------------------

    /** {@inheritDoc} A module that only answers commands need not override it. */
    @Override
    public void serve() throws Exception {}

    /**
     * Takes a notification of a type that the module has declared. Called one at a time, on a thread of the module.
     *
     * @param type the type
     * @param id   depends on the type; see {@link NotifyType}
     */
    public void notify(NotifyType type, String id) {}

    /** Called on the thread of {@link #notify} when an option of this module has changed. */
    public void configNotify() {}

    /** Answers a command that has no {@code @CliCommand} method. Called one at a time, on a thread of the module. */
    public HandleCommandResult handleCommand(Command command) {
        return HandleCommandResult.error(Errno.EINVAL, "No handler found for '" + command.prefix() + "'");
    }

    /** Called on the thread of {@link #notify} when the manager has frozen; see the class comment. */
    public void frozen() {}

    /** Called on the thread of {@link #notify} when the manager is no longer frozen and still leads. */
    public void thawed() {}

    /**
     * The source of metrics that this module adds to {@code /metrics} of the active manager. Called once, after the
     * constructor.
     *
     * @return the source; empty if the module has no metrics
     */
    public Optional<MetricSource> metricSource() {
        return Optional.empty();
    }

    /** Runs the module's self-test when an operator asks for it ({@code mgr self-test}). An exception means failure. */
    public void selfTest() throws Exception {}

    // ---- methods to call ------------------------------------------------------------------------------------------

    /**
     * Sets an option of this module, or removes it with null. Blocks until it is persisted.
     *
     * @throws IllegalArgumentException if the value does not fit the declaration
     * @throws UnknownOptionException   if the module has not declared the option
     * @throws MgrException             as {@link #setStore}
     */
    public final void setModuleOption(String name, @Nullable String value) {
        context.setModuleOption(context.moduleName(), name, value);
    }

    /** Sets an option of this module for this manager alone, or removes it with null: see {@link #setModuleOption}. */
    public final void setLocalizedModuleOption(String name, @Nullable String value) {
        context.setModuleOption(context.moduleName(), context.mgrId() + "/" + name, value);
    }

    /** The value of an option of another module. */
    public final OptionValue getModuleOptionEx(String module, String name) {
        return context.moduleOptionOf(module, name);
    }

    /** Sets an option of another module, checked against its declaration. */
    public final void setModuleOptionEx(String module, String name, @Nullable String value) {
        context.setModuleOption(module, name, value);
    }

    /**
     * Stores bytes under a key of this module, or removes the key with null. Blocks until that is persisted; every
     * thread sees the new value from then on, and none sees it before.
     *
     * @param key   1 to 1,024 bytes of UTF-8 together with the prefix {@code mgr/NAME/}
     * @param value at most 64 KiB
     * @throws FrozenException         if the manager is frozen; nothing was sent
     * @throws NotActiveException      if the epoch is over: this manager is no longer active
     * @throws OutcomeUnknownException if the write was sent and its answer was lost
     * @throws StoreException          if the store refused the write, for example because it is too large
     */
    public final void setStore(String key, byte @Nullable [] value) {
        context.setStore(key, value);
    }

    /** Stores text under a key of this module as UTF-8, or removes the key with null: see {@link #setStore}. */
    public final void setStoreText(String key, @Nullable String value) {
        context.setStore(key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Stores bytes for this manager alone, or removes them with null: see {@link #setStore} and {@link
     * #getLocalizedStore}.
     */
    public final void setLocalizedStore(String key, byte @Nullable [] value) {
        context.setStore(context.mgrId() + "/" + key, value);
    }

    /**
     * Publishes the URI of this module for {@code mgr services}, standbys and redirects; null withdraws it. Not needed
     * for pages under {@code /NAME/} of the manager. With the URI of the module's own server, every manager redirects
     * {@code /NAME/…} there.
     */
    public final void setUri(@Nullable URI uri) {
        context.setUri(uri);
    }

    /** Replaces all health checks of this module; an empty collection clears them. They outlive a failover by 60 s. */
    public final void setHealthChecks(Collection<HealthCheck> checks) {
        context.setHealthChecks(checks);
    }

    /** The progress events of this module, with which it shows its long work. */
    public final Progress progress() {
        return context.progress();
    }

    /** Writes a line to the cluster log. Does not block. Excess lines of a module are dropped, and the log says so. */
    public final void clusterLog(ClusterLogChannel channel, ClusterLogPriority priority, String message) {
        context.clusterLog(channel, priority, message);
    }

    /**
     * Calls an {@link Exposed} method of another enabled module, on the calling thread.
     *
     * @return its result
     * @throws RemoteCallException if there is no such module or method, or the method threw an exception
     */
    public final @Nullable Object remote(String module, String method, @Nullable Object... args) {
        return context.remote(module, method, args);
    }

    /** The managers: the active one and the standbys. Immutable, from memory. */
    public final MgrMap getMgrMap() {
        return context.mgrMap();
    }

    // ---- the cluster's state ---------------------------------------------------------------------------------------

    /**
     * The present state of the cluster: a consistent, immutable view from memory. To read several things that must fit
     * each other, keep one view and read from it; each of the methods below reads from the newest one.
     */
    public final ClusterView getCluster() {
        return context.cluster();
    }

    /**
     * The data of that name; see {@link ClusterView#get}.
     *
     * @return null for an unknown name, which is also logged
     */
    public final @Nullable Object get(String name) {
        return context.get(name);
    }

    /** All hosts, with their daemons. */
    public final List<Server> listServers() {
        return getCluster().servers();
    }

    /** One host, with its daemons; empty if it is unknown. */
    public final Optional<Server> getServer(String hostname) {
        return getCluster().server(hostname);
    }

    /** The metadata of a daemon; empty if it is unknown. */
    public final Optional<Map<String, String>> getMetadata(String type, String id) {
        return getCluster().metadata(type, id);
    }

    /** The last status of a daemon; empty if it is unknown. */
    public final Optional<Map<String, String>> getDaemonStatus(String type, String id) {
        return getCluster().daemonStatus(type, id);
    }

    /** The last samples of a counter, at most 20, oldest first; see {@link ClusterView#counter}. */
    public final List<Sample> getCounter(String type, String id, String path) {
        return getCluster().counter(type, id, path);
    }

    /** The last value of a counter, of an average its sum; 0 if there is none. */
    public final Number getLatest(String type, String id, String path) {
        return getCluster().latest(type, id, path).map(Sample::value).orElse(0L);
    }

    /** The last sample of an average; its sum and count are 0 if there is none. */
    public final Sample.Average getLatestAvg(String type, String id, String path) {
        return getCluster().latest(type, id, path).orElse(null) instanceof Sample.Average average
                ? average
                : new Sample.Average(0, 0L, 0);
    }

    /** The growth per second of a counter between its last two samples; 0 if there are fewer, or it was reset. */
    public final double getRate(String type, String id, String path) {
        List<Sample> samples = getCounter(type, id, path);
        if (samples.size() < 2) {
            return 0;
        }
        Sample before = samples.get(samples.size() - 2);
        double seconds = samples.getLast().timestamp() - before.timestamp();
        double grown = decimal(samples.getLast()).subtract(decimal(before)).doubleValue();
        return seconds <= 0 || grown < 0 ? 0 : grown / seconds;
    }

    /** The exact value: two large numbers as double would have lost their difference. */
    private static BigDecimal decimal(Sample sample) {
        return new BigDecimal(sample.value().toString());
    }

    /** The declarations of counters, by daemon, then path. An empty text stands for all types, or for all ids. */
    public final SortedMap<String, Map<String, PerfCounter>> getPerfSchema(String type, String id) {
        return getCluster().perfSchema(type, id);
    }

    /**
     * The last values of all counters of at least this priority, by daemon, then path.
     *
     * @param priority the lowest priority, for example {@link PerfCounter#USEFUL}
     * @param types    the types of daemons; none for all
     */
    public final SortedMap<String, Map<String, ClusterView.CounterValue>> getAllPerfCounters(int priority,
            String... types) {
        return getCluster().perfCounters(priority, List.of(types));
    }

    // ---- commands to others ----------------------------------------------------------------------------------------

    /**
     * Sends a command and returns at once. When the command has completed, {@code result} is set, and {@link #notify}
     * of this module alone is called with {@link NotifyType#COMMAND} and the tag. It always completes: with {@code
     * -ENXIO} if the daemon is not connected, with {@code -ETIMEDOUT} if it does not answer within five minutes.
     *
     * @param result  the object for the result, a new one for each command
     * @param command {@code prefix} and the arguments by name
     * @param tag     the id of the notification
     */
    public final void sendCommand(CommandResult result, CommandTarget target, Map<String, Object> command,
            String tag) {
        context.sendCommand(result, target, command, new byte[0], tag);
    }

    /** Sends a command, given as a JSON object, and returns at once. */
    public final void sendCommand(CommandResult result, CommandTarget target, String commandJson, String tag) {
        context.sendCommand(result, target, commandJson, new byte[0], tag);
    }

    /** Sends a command with input bytes, and returns at once. */
    public final void sendCommand(CommandResult result, CommandTarget target, Map<String, Object> command,
            byte[] input, String tag) {
        context.sendCommand(result, target, command, input, tag);
    }

    /** Runs a built-in command and waits for its result, for five minutes at most. */
    public final HandleCommandResult monCommand(Map<String, Object> command) throws InterruptedException {
        return sendAndWait(CommandTarget.MON, command);
    }

    /** Sends a command to a reporting daemon and waits for its result, for five minutes at most. */
    public final HandleCommandResult tellCommand(String type, String id, Map<String, Object> command)
            throws InterruptedException {
        return sendAndWait(CommandTarget.daemon(type, id), command);
    }

    private HandleCommandResult sendAndWait(CommandTarget target, Map<String, Object> command)
            throws InterruptedException {
        CommandResult result = new CommandResult();
        context.sendCommand(result, target, command, new byte[0], "");
        return result.await(COMMAND_LIMIT);
    }

    /**
     * The epoch of this manager's leadership, as a fencing token for effects outside the cluster's store: a receiver
     * that remembers the highest epoch it has seen and refuses lower ones is safe from a manager that has been
     * replaced.
     */
    public final long epoch() {
        return context.epoch();
    }

    /** Whether the manager is frozen; see the class comment. */
    public final boolean isFrozen() {
        return context.isFrozen();
    }
}
