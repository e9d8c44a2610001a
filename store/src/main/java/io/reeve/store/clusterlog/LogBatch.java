package io.reeve.store.clusterlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.store.NodeNumber;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The lines of the cluster log in one node {@code /log/SEQ}. SEQ is the number of the first line, see {@link NodeNumber}; the
 * data is a JSON list of {@code {"seq", "stamp", "name", "channel", "priority", "message"}}.
 *
 * @param name    the node's name
 * @param entries the lines, in order
 * @param data    the bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record LogBatch(String name, List<LogEntry> entries, byte[] data) {
    /** The largest size of a node. One line always fits. */
    static final int MAX_BYTES = 32 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The bytes of an empty list, and at most those that separate a line from the next. */
    private static final int OVERHEAD = 2;

    /** The order of batches: by number. */
    static final Comparator<String> ORDER = Comparator.comparing(NodeNumber::normal)
            .thenComparing(Comparator.naturalOrder());

    /** A batch of as many lines as fit, from the first, numbered from {@code seq} on. */
    static LogBatch of(List<LogEntry> lines, long seq) {
        ArrayNode list = JSON.createArrayNode();
        List<LogEntry> entries = new ArrayList<>();
        int size = OVERHEAD;
        for (LogEntry line : lines) {
            LogEntry entry = line.numbered(seq + entries.size());
            JsonNode json = json(entry);
            size += encode(json).length + 1;
            if (size > MAX_BYTES && !entries.isEmpty()) {
                break;
            }
            entries.add(entry);
            list.add(json);
        }
        return new LogBatch(NodeNumber.text(seq), List.copyOf(entries), encode(list));
    }

    /** Whether a node of this name can be a batch; see {@link NodeNumber} for its digits. */
    static boolean isName(String node) {
        String name = NodeNumber.normal(node);
        return name.length() >= 10 && name.length() <= 18 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /**
     * Decodes a node.
     *
     * @throws IOException if it is not a batch of this name
     */
    static LogBatch parse(String name, byte[] data) throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        try {
            for (JsonNode line : JSON.readTree(data)) {
                entries.add(entry(line));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(e.toString(), e);
        }
        if (entries.isEmpty() || entries.getFirst().seq() != Long.parseLong(name)) {
            throw new IOException("its first line does not have the number " + name);
        }
        return new LogBatch(name, List.copyOf(entries), data);
    }

    private static JsonNode json(LogEntry entry) {
        return JSON.createObjectNode()
                .put("seq", entry.seq())
                .put("stamp", entry.stamp().toString())
                .put("name", entry.name())
                .put("channel", entry.channel().wireName())
                .put("priority", entry.priority().wireName())
                .put("message", entry.message());
    }

    private static LogEntry entry(JsonNode line) {
        return new LogEntry(line.required("seq").asLong(), Instant.parse(line.required("stamp").asText()),
                line.required("name").asText(),
                ClusterLogChannel.valueOf(line.required("channel").asText().toUpperCase(Locale.ROOT)),
                ClusterLogPriority.valueOf(line.required("priority").asText().toUpperCase(Locale.ROOT)),
                line.required("message").asText());
    }

    private static byte[] encode(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }
}
