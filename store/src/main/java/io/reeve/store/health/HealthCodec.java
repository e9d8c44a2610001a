package io.reeve.store.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.api.HealthCheck;
import io.reeve.api.HealthCheck.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How the health checks of one owner are stored: {@code /health/OWNER}, a JSON list of {@code {"code", "severity",
 * "summary", "count", "detail": […]}}.
 */
final class HealthCodec {
    /** How many bytes a node has at most. */
    static final int MAX_BYTES = 64 * 1024;

    /** How many lines of detail a check has at most. */
    static final int MAX_LINES = 50;

    /** How many checks an owner has at most. */
    static final int MAX_CHECKS = 200;

    private static final int MAX_CHARS = 1_024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private HealthCodec() {}

    /** The checks as they can be stored: long lines and lists cut, the counts as they were. */
    static List<HealthCheck> trim(Collection<HealthCheck> checks) {
        List<HealthCheck> kept = checks.stream().limit(MAX_CHECKS).toList();
        for (int lines = MAX_LINES; lines > 0; lines /= 2) {
            List<HealthCheck> trimmed = cut(kept, lines, MAX_CHARS);
            if (size(trimmed) <= MAX_BYTES) {
                return trimmed;
            }
        }
        kept = cut(kept, 0, MAX_CHARS / 8);
        while (size(kept) > MAX_BYTES) {
            kept = kept.subList(0, kept.size() / 2);
        }
        return List.copyOf(kept);
    }

    /** How many bytes the checks have at most when encoded; counted, as encoding a huge list would need its room. */
    private static long size(List<HealthCheck> checks) {
        long size = 2;
        for (HealthCheck check : checks) {
            size += 100 + check.code().length() + size(check.summary());
            for (String line : check.detail()) {
                size += 3 + size(line);
            }
        }
        return size;
    }

    private static long size(String text) {
        return text.chars().mapToLong(c -> c < 0x20 ? 6 : c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : 3).sum();
    }

    static byte[] encode(Collection<HealthCheck> checks) {
        ArrayNode list = JSON.createArrayNode();
        for (HealthCheck check : checks) {
            ObjectNode node = list.addObject()
                    .put("code", check.code())
                    .put("severity", check.severity().wireName())
                    .put("summary", check.summary())
                    .put("count", check.count());
            check.detail().forEach(node.putArray("detail")::add);
        }
        try {
            return JSON.writeValueAsBytes(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    /** Reads a node; throws if it holds something else. */
    static List<HealthCheck> parse(byte[] data) throws IOException {
        try {
            JsonNode list = JSON.readTree(data);
            if (!list.isArray()) {
                throw new IOException("not a JSON list");
            }
            List<HealthCheck> checks = new ArrayList<>();
            for (JsonNode node : list) {
                List<String> detail = new ArrayList<>();
                node.required("detail").forEach(line -> detail.add(line.asText()));
                checks.add(new HealthCheck(node.required("code").asText(), severity(node.required("severity").asText()),
                        node.required("summary").asText(), node.required("count").asLong(), detail));
            }
            return List.copyOf(checks);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.toString(), e);
        }
    }

    private static Severity severity(String name) {
        for (Severity severity : Severity.values()) {
            if (severity.wireName().equals(name)) {
                return severity;
            }
        }
        throw new IllegalArgumentException("severity '" + name + "' is neither HEALTH_WARN nor HEALTH_ERR");
    }

    private static List<HealthCheck> cut(List<HealthCheck> checks, int lines, int chars) {
        List<HealthCheck> cut = new ArrayList<>();
        for (HealthCheck check : checks) {
            List<String> detail = new ArrayList<>();
            check.detail()
                    .stream()
                    .limit(check.detail().size() > lines ? Math.max(0, lines - 1) : lines)
                    .forEach(line -> detail.add(cut(line, chars)));
            if (detail.size() < check.detail().size() && lines > 0) {
                detail.add("… and " + (check.detail().size() - detail.size()) + " more");
            }
            cut.add(new HealthCheck(check.code(), check.severity(), cut(check.summary(), chars), check.count(),
                    detail));
        }
        return cut;
    }

    private static String cut(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars - 1) + "…";
    }
}
