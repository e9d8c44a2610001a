package io.reeve.modules.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** The active manager {@code a} beside the standby {@code b}, in memory. */
final class FakeManager implements ModuleContext {
    static final ObjectMapper JSON = new ObjectMapper();

    final SortedMap<String, byte[]> stored = new TreeMap<>();
    FakeView view = new FakeView();

    static String json(@Nullable Object data) {
        try {
            return JSON.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static MgrMap.Manager manager(String name, String url, @Nullable Integer priority) {
        return new MgrMap.Manager(name, 1, "host-" + name, 2, url, "127.0.0.1:1", "0.1", priority,
                List.of(new MgrMap.AvailableModule("dashboard", true, "")), Map.of());
    }

    @Override
    public MgrMap mgrMap() {
        return new MgrMap("reeve", "fsid", 7, false,
                new MgrMap.Active(manager("a", "http://a.example:9480/", 0), 7, Instant.EPOCH, true, Map.of()),
                Instant.EPOCH, List.of(manager("b", "http://b.example:9480/", 0)), List.of("dashboard"));
    }

    @Override
    public String moduleName() {
        return "dashboard";
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
        return "host-a";
    }

    @Override
    public String version() {
        return "0.1";
    }

    @Override
    public OptionValue moduleOption(String name) {
        return OptionValue.of(name, null);
    }

    @Override
    public OptionValue localizedModuleOption(String name) {
        return moduleOption(name);
    }

    @Override
    public Optional<byte[]> store(String key) {
        return Optional.ofNullable(stored.get(key));
    }

    @Override
    public SortedMap<String, byte[]> storePrefix(String prefix) {
        return stored;
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
        return json(data);
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
    public void setModuleOption(String module, String name, @Nullable String value) {}

    @Override
    public OptionValue moduleOptionOf(String module, String name) {
        return moduleOption(name);
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
    public void clusterLog(ClusterLogChannel channel, ClusterLogPriority priority, String message) {}

    @Override
    public @Nullable Object remote(String module, String method, @Nullable Object... args) {
        return null;
    }

    @Override
    public ClusterView cluster() {
        return view;
    }

    @Override
    public @Nullable Object get(String name) {
        return view.get(name);
    }

    @Override
    public void sendCommand(CommandResult result, CommandTarget target, Map<String, Object> command, byte[] input,
            String tag) {
        result.complete(HandleCommandResult.ok("[]"));
    }

    @Override
    public void sendCommand(CommandResult result, CommandTarget target, String json, byte[] input, String tag) {
        result.complete(HandleCommandResult.ok("[]"));
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
