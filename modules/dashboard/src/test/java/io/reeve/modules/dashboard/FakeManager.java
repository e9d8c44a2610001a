package io.reeve.modules.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.testing.FakeContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The active manager {@code a} beside the standby {@code b}, in memory. */
final class FakeManager extends FakeContext {
    static final ObjectMapper JSON = new ObjectMapper();
    /** How often the module may pause before it has to stop. */
    int pauses;

    FakeManager() {
        super("dashboard");
        map = new MgrMap("reeve", "fsid", 7, false,
                new MgrMap.Active(manager("a", "http://a.example:9480/", 0), 7, Instant.EPOCH, true, Map.of()),
                Instant.EPOCH, List.of(manager("b", "http://b.example:9480/", 0)), List.of("dashboard"));
    }

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
    public boolean pause(Duration time) {
        return pauses-- > 0;
    }

    @Override
    public String toJson(@Nullable Object data) {
        return json(data);
    }
}
