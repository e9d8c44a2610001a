package io.reeve.store.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.ProgressEvent;
import io.reeve.api.progress.RunningEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoding of progress events in config-keys: JSON lists of {@code {"module", "id", "message", "in_status", "kept",
 * "started"}}, times in milliseconds. A running event has {@code "fraction"}, a finished one {@code "finished"} and, if it
 * failed, {@code "failure"}.
 */
final class ProgressCodec {
    /** The largest size of a list in bytes; config-key takes a little more. The kept events of a module always fit. */
    static final int MAX_BYTES = 60_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private ProgressCodec() {}

    /** The reader of one event of a list. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(JsonNode node);
    }

    static byte[] running(List<RunningEvent> events) {
        ArrayNode list = JSON.createArrayNode();
        events.forEach(e -> list.add(common(e.module(), e.event(), e.started()).put("fraction", e.fraction())));
        return bytes(list);
    }

    /** The newest of them that fit, in their order: the oldest end first. */
    static byte[] finished(List<FinishedEvent> events) {
        ArrayNode list = JSON.createArrayNode();
        int size = 2;
        for (FinishedEvent e : events.reversed()) {
            ObjectNode node = common(e.module(), e.event(), e.started()).put("finished", e.finished().toEpochMilli());
            if (e.failure() != null) {
                node.put("failure", e.failure());
            }
            size += bytes(node).length + 1;
            if (size > MAX_BYTES) {
                break;
            }
            list.insert(0, node);
        }
        return bytes(list);
    }

    private static ObjectNode common(String module, ProgressEvent event, Instant started) {
        return JSON.createObjectNode()
                .put("module", module)
                .put("id", event.id())
                .put("message", event.message())
                .put("in_status", event.inStatus())
                .put("kept", event.kept())
                .put("started", started.toEpochMilli());
    }

    private static byte[] bytes(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    /** @throws IOException if it does not hold running events */
    static List<RunningEvent> parseRunning(byte[] data) throws IOException {
        return parse(data, node -> new RunningEvent(node.required("module").asText(), event(node),
                ProgressEvent.requireFraction(node.required("id").asText(), node.required("fraction").asDouble()),
                time(node, "started"), true));
    }

    /** @throws IOException if it does not hold finished events */
    static List<FinishedEvent> parseFinished(byte[] data) throws IOException {
        return parse(data, node -> new FinishedEvent(node.required("module").asText(), event(node),
                time(node, "started"), time(node, "finished"),
                node.has("failure") ? node.required("failure").asText() : null));
    }

    private static <T> List<T> parse(byte[] data, Reader<T> reader) throws IOException {
        try {
            JsonNode list = JSON.readTree(data);
            if (!list.isArray()) {
                throw new IOException("not a JSON list");
            }
            List<T> events = new ArrayList<>();
            for (JsonNode node : list) {
                events.add(reader.read(node));
            }
            return events;
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static ProgressEvent event(JsonNode node) {
        return new ProgressEvent(node.required("id").asText(), node.required("message").asText(),
                node.required("in_status").asBoolean(), node.required("kept").asBoolean());
    }

    private static Instant time(JsonNode node, String key) {
        return Instant.ofEpochMilli(node.required(key).asLong());
    }
}
