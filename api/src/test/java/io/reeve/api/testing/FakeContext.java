package io.reeve.api.testing;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.CommandResult;
import io.reeve.api.CommandTarget;
import io.reeve.api.HealthCheck;
import io.reeve.api.ModuleContext;
import io.reeve.api.OptionValue;
import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.events.EventTopic;
import io.reeve.api.progress.Progress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** The manager {@code a} as a module sees it, in memory; it answers commands with what was sent. */
public class FakeContext implements ModuleContext {
    public final TreeMap<String, byte[]> stored = new TreeMap<>();
    /** Options by {@code MODULE/NAME}. */
    public final Map<String, @Nullable String> options = new TreeMap<>();
    /** The commands that were sent. */
    public final List<String> sent = new ArrayList<>();
    /** The progress events of the module. */
    public final FakeProgress progress = new FakeProgress();
    public FakeCluster cluster = new FakeCluster();
    public MgrMap map = new MgrMap("reeve", "fsid", 1, false, null, Instant.EPOCH, List.of(), List.of());
    private final String module;

    /** Creates the manager that the module of this name sees. */
    public FakeContext(String module) {
        this.module = module;
    }

    @Override
    public String moduleName() {
        return module;
    }

    @Override
    public Logger log() {
        return NOPLogger.NOP_LOGGER;
    }

    @Override
    public String mgrId() {
        return "a";
    }

    @Override
    public String mgrIp() {
        return "127.0.0.1";
    }

    @Override
    public String hostname() {
        return "host";
    }

    @Override
    public String version() {
        return "0.1";
    }

    @Override
    public OptionValue moduleOption(String name) {
        return moduleOptionOf(module, name);
    }

    @Override
    public OptionValue localizedModuleOption(String name) {
        return options.containsKey(module + "/a/" + name) ? moduleOption("a/" + name) : moduleOption(name);
    }

    @Override
    public Optional<byte[]> store(String key) {
        return Optional.ofNullable(stored.get(key)).map(byte[]::clone);
    }

    @Override
    public SortedMap<String, byte[]> storePrefix(String prefix) {
        return stored.subMap(prefix, prefix + Character.MAX_VALUE);
    }

    @Override
    public Optional<String> activeUri() {
        return Optional.empty();
    }

    @Override
    public EventTopic openTopic() {
        return new EventTopic();
    }

    @Override
    public String toJson(@Nullable Object data) {
        return String.valueOf(data);
    }

    @Override
    public boolean pause(Duration time) {
        return false;
    }

    @Override
    public boolean isStopping() {
        return true;
    }

    @Override
    public void setModuleOption(String module, String name, @Nullable String value) {
        options.put(module + "/" + name, value);
    }

    @Override
    public OptionValue moduleOptionOf(String module, String name) {
        return OptionValue.of(name, options.get(module + "/" + name));
    }

    @Override
    public void setStore(String key, byte @Nullable [] value) {
        if (value == null) {
            stored.remove(key);
        } else {
            stored.put(key, value);
        }
    }

    @Override
    public void setUri(@Nullable URI uri) {}

    @Override
    public void setHealthChecks(Collection<HealthCheck> checks) {}

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public void clusterLog(ClusterLogChannel channel, ClusterLogPriority priority, String message) {}

    @Override
    public @Nullable Object remote(String module, String method, @Nullable Object... args) {
        return null;
    }

    @Override
    public MgrMap mgrMap() {
        return map;
    }

    @Override
    public ClusterView cluster() {
        return cluster;
    }

    @Override
    public @Nullable Object get(String name) {
        return cluster.get(name);
    }

    @Override
    public void sendCommand(CommandResult result, CommandTarget target, Map<String, Object> command, byte[] input,
            String tag) {
        sendCommand(result, target, command.toString(), input, tag);
    }

    @Override
    public void sendCommand(CommandResult result, CommandTarget target, String json, byte[] input, String tag) {
        sent.add(target + " " + json + " " + input.length + " '" + tag + "'");
        result.complete(HandleCommandResult.ok(json));
    }

    @Override
    public long epoch() {
        return 7;
    }

    @Override
    public boolean isFrozen() {
        return false;
    }
}
