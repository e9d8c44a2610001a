package io.reeve.api;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import io.reeve.api.cluster.Server;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
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
 * A module on the active manager: extend it, name the class in a {@link ModuleProvider}, put the jar into the module
 * path, and {@code reeve mgr module enable NAME}.
 *
 * <p><b>Order.</b> One instance is made when the manager becomes active or the module is enabled (constructor, on a thread
 * of the module's); then {@link #serve} runs on its own thread while notifications, commands and HTTP requests come in on
 * others: notifications one after the other, commands one after the other, both beside {@code serve}. On stop
 * {@link #shutdown} is called. There is never a second instance in one process while a thread of the first lives.
 *
 * <p><b>Failing.</b> Whatever a callback throws is caught, reported by name and harms nobody else. After
 * {@link NotActiveException} a module has nothing more to do but to return.
 *
 * <p><b>Frozen.</b> A manager that has lost touch with the cluster's store does not know whether it still leads: it is
 * frozen. {@code serve} goes on, reads answer, writes throw {@link FrozenException}. Either it thaws, with nothing lost, or
 * the module is stopped.
 */
public abstract non-sealed class MgrModule extends BaseModule {
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5).plusSeconds(5); // the manager's own comes first

    private final ModuleContext context;

    /** Called on the manager's side; a module passes on what it gets. All calls below work from here on. */
    protected MgrModule(ModuleContext context) {
        super(context);
        this.context = context;
    }

    // ---- what a module may override -------------------------------------------------------------------------------

    /** {@inheritDoc} A module that only answers commands needs none. */
    @Override
    public void serve() throws Exception {}

    /** Something changed that the module declared an interest in. One at a time, on a thread of the module's. */
    public void notify(NotifyType type, String id) {}

    /** An option of this module changed. On the thread of {@link #notify}. */
    public void configNotify() {}

    /** Answers a command that no {@code @CliCommand} method answers. One at a time, on a thread of the module's. */
    public HandleCommandResult handleCommand(Command command) {
        return HandleCommandResult.error(Errno.EINVAL, "No handler found for '" + command.prefix() + "'");
    }

    /** The manager has frozen: see the class comment. On the thread of {@link #notify}. */
    public void frozen() {}

    /** The manager leads on, after having been frozen. On the thread of {@link #notify}. */
    public void thawed() {}

    /** Tests itself, when an operator asks; an exception is a failure. */
    public void selfTest() throws Exception {}

    // ---- what a module may call -----------------------------------------------------------------------------------

    /**
     * Sets an option of this module, or removes it with null. Blocks until it is persisted.
     *
     * @throws IllegalArgumentException if the value does not fit
     * @throws UnknownOptionException   if the module has not declared it
     * @throws MgrException             as {@link #setStore}
     */
    public final void setModuleOption(String name, @Nullable String value) {
        context.setModuleOption(context.moduleName(), name, value);
    }

    /** The same, for this manager alone. */
    public final void setLocalizedModuleOption(String name, @Nullable String value) {
        context.setModuleOption(context.moduleName(), context.mgrId() + "/" + name, value);
    }

    /** An option of another module. */
    public final OptionValue getModuleOptionEx(String module, String name) {
        return context.moduleOptionOf(module, name);
    }

    /** Sets an option of another module, checked against its declaration. */
    public final void setModuleOptionEx(String module, String name, @Nullable String value) {
        context.setModuleOption(module, name, value);
    }

    /**
     * Keeps bytes under a key of this module, or removes the key with null. Blocks until they are persisted; from then on
     * every thread sees them, and no thread sees them before.
     *
     * @param key   1 to 1,024 bytes of UTF-8 together with the prefix {@code mgr/NAME/}
     * @param value at most 64 KiB
     * @throws FrozenException         not sent, because the manager is frozen
     * @throws NotActiveException      refused by the epoch: this manager is active no more
     * @throws OutcomeUnknownException sent, but the answer was lost
     * @throws StoreException          refused by the store: too large, store full …
     */
    public final void setStore(String key, byte @Nullable [] value) {
        context.setStore(key, value);
    }

    /** The same with text, kept as UTF-8. */
    public final void setStoreText(String key, @Nullable String value) {
        context.setStore(key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for this manager alone: see {@link #getLocalizedStore}. */
    public final void setLocalizedStore(String key, byte @Nullable [] value) {
        context.setStore(context.mgrId() + "/" + key, value);
    }

    /**
     * Publishes where this module is reached, for {@code mgr services}, standbys and redirects; null takes it back. Not
     * needed for pages under {@code /NAME/} of the manager. A URI of a server of the module's own makes {@code /NAME/…}
     * redirect there on every node.
     */
    public final void setUri(@Nullable URI uri) {
        context.setUri(uri);
    }

    /** Replaces all health checks of this module; an empty collection clears them. They survive a failover for 60 s. */
    public final void setHealthChecks(Collection<HealthCheck> checks) {
        context.setHealthChecks(checks);
    }

    /** Writes a line to the cluster log. Does not block; a module that floods is limited, and the log says so. */
    public final void clusterLog(ClusterLogChannel channel, ClusterLogPriority priority, String message) {
        context.clusterLog(channel, priority, message);
    }

    /**
     * Calls an {@link Exposed} method of another enabled module, on this thread, and waits for it.
     *
     * @throws RemoteCallException if there is no such module or method, or the method threw
     */
    public final @Nullable Object remote(String module, String method, @Nullable Object... args) {
        return context.remote(module, method, args);
    }

    /** The managers: who is active, who stands by. Immutable, from memory. */
    public final MgrMap getMgrMap() {
        return context.mgrMap();
    }

    // ---- the cluster's state ---------------------------------------------------------------------------------------

    /**
     * The cluster as it is now: one consistent picture, from memory. Who asks several things that must fit each other
     * keeps one view and asks that; the calls below ask the newest one each time.
     */
    public final ClusterView getCluster() {
        return context.cluster();
    }

    /**
     * Data by name: see {@link ClusterView#get}.
     *
     * @return null for an unknown name, which is also logged
     */
    public final @Nullable Object get(String name) {
        return context.get(name);
    }

    /** All hosts and their daemons. */
    public final List<Server> listServers() {
        return getCluster().servers();
    }

    /** One host and its daemons. */
    public final Optional<Server> getServer(String hostname) {
        return getCluster().server(hostname);
    }

    /** The metadata of a daemon. */
    public final Optional<Map<String, String>> getMetadata(String type, String id) {
        return getCluster().metadata(type, id);
    }

    /** The status that a daemon sent last. */
    public final Optional<Map<String, String>> getDaemonStatus(String type, String id) {
        return getCluster().daemonStatus(type, id);
    }

    /** The last samples of a counter, oldest first, at most 20; empty if there are none: {@link ClusterView#counter}. */
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

    /** How fast a counter grew between its last two samples, per second; 0 if it has not two, or has started anew. */
    public final double getRate(String type, String id, String path) {
        List<Sample> samples = getCounter(type, id, path);
        if (samples.size() < 2) {
            return 0;
        }
        Sample before = samples.get(samples.size() - 2);
        double seconds = samples.getLast().timestamp() - before.timestamp();
        double grown = samples.getLast().value().doubleValue() - before.value().doubleValue();
        return seconds <= 0 || grown < 0 ? 0 : grown / seconds;
    }

    /** What the counters of daemons mean: daemon, then path. Empty text stands for all types, or all ids. */
    public final SortedMap<String, Map<String, PerfCounter>> getPerfSchema(String type, String id) {
        return getCluster().perfSchema(type, id);
    }

    /**
     * The last values of all counters of at least this priority, {@link PerfCounter#USEFUL} for example: daemon, then path.
     *
     * @param types of the daemons; none for all
     */
    public final SortedMap<String, Map<String, ClusterView.CounterValue>> getAllPerfCounters(int priority,
            String... types) {
        return getCluster().perfCounters(priority, List.of(types));
    }

    // ---- commands to others ----------------------------------------------------------------------------------------

    /**
     * Sends a command and returns at once. When it has completed, {@code result} has what came of it, and {@link #notify}
     * of this module alone is told {@link NotifyType#COMMAND} with the tag. It completes in any case: with
     * {@code -ENXIO} for a daemon that is not there, {@code -ETIMEDOUT} for one that does not answer within five minutes.
     *
     * @param result  a new one for each command
     * @param command {@code prefix} and the arguments by name
     * @param tag     for {@code notify}
     */
    public final void sendCommand(CommandResult result, CommandTarget target, Map<String, Object> command,
            String tag) {
        context.sendCommand(result, target, command, new byte[0], tag);
    }

    /** The same with the command as a JSON object. */
    public final void sendCommand(CommandResult result, CommandTarget target, String commandJson, String tag) {
        context.sendCommand(result, target, commandJson, new byte[0], tag);
    }

    /** The same with input bytes. */
    public final void sendCommand(CommandResult result, CommandTarget target, Map<String, Object> command,
            byte[] input, String tag) {
        context.sendCommand(result, target, command, input, tag);
    }

    /** Has a built-in command answered, and waits for it at most five minutes. */
    public final HandleCommandResult monCommand(Map<String, Object> command) throws InterruptedException {
        return sendAndWait(CommandTarget.MON, command);
    }

    /** Has a reporting daemon answer a command, and waits for it at most five minutes. */
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
     * The epoch of this manager's leadership, the fencing token for effects outside the cluster's store: a receiver that
     * remembers the highest one it has seen, and refuses lower ones, is safe from a deposed manager.
     */
    public final long epoch() {
        return context.epoch();
    }

    /** Whether the manager is frozen: see the class comment. */
    public final boolean isFrozen() {
        return context.isFrozen();
    }
}
