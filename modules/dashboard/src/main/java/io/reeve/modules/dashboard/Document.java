package io.reeve.modules.dashboard;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The document that an open page shows: sections of entries, each a JSON text. Whoever has a snapshot of it needs only the
 * changes from then on: they are numbered without a gap.
 */
final class Document {
    /** The most bytes of entries in one change; an event of the stream takes 32 KiB. */
    private static final int MAX_CHANGE = 24 << 10;

    private final String source;
    private final Function<@Nullable Object, String> json;
    private final Consumer<String> published;
    @GuardedBy("this")
    private final Map<String, Map<String, String>> sections = new TreeMap<>();
    @GuardedBy("this")
    private long number;

    /**
     * Creates an empty document.
     *
     * @param source    a text that no other instance of the module uses: numbers of two sources are not compared
     * @param json      the writer of JSON
     * @param published takes each change
     */
    Document(String source, Function<@Nullable Object, String> json, Consumer<String> published) {
        this.source = source;
        this.json = json;
        this.published = published;
    }

    /** Replaces a section, and publishes the entries that differ. */
    synchronized void replace(String section, Map<String, ?> entries) {
        Map<String, String> fresh = new LinkedHashMap<>();
        entries.forEach((key, value) -> fresh.put(key, json.apply(value)));
        Map<String, String> old = sections.getOrDefault(section, Map.of());
        List<String> changes = new ArrayList<>();
        fresh.forEach((key, value) -> {
            if (!value.equals(old.get(key))) {
                changes.add(change(section, key, value));
            }
        });
        Set<String> gone = new HashSet<>(old.keySet());
        gone.removeAll(fresh.keySet());
        gone.forEach(key -> changes.add(change(section, key, "null")));
        sections.put(section, fresh);
        publish(changes);
    }

    private String change(String section, String key, String value) {
        return "[" + json.apply(section) + "," + json.apply(key) + "," + value + "]";
    }

    @GuardedBy("this")
    private void publish(List<String> changes) {
        StringBuilder batch = new StringBuilder();
        int bytes = 0;
        for (String change : changes) {
            int size = change.getBytes(StandardCharsets.UTF_8).length + 1;
            if (size > MAX_CHANGE) { // clients read the snapshot again
                send("null");
                return;
            }
            if (bytes + size > MAX_CHANGE) {
                send("[" + batch + "]");
                batch.setLength(0);
                bytes = 0;
            }
            batch.append(batch.isEmpty() ? "" : ",").append(change);
            bytes += size;
        }
        if (!batch.isEmpty()) {
            send("[" + batch + "]");
        }
    }

    @GuardedBy("this")
    private void send(String changes) {
        number++;
        published.accept(
                "{\"source\":" + json.apply(source) + ",\"number\":" + number + ",\"changes\":" + changes + "}");
    }

    /** The whole document with the number of the last change in it. */
    synchronized String snapshot() {
        StringBuilder all = new StringBuilder("{\"source\":").append(json.apply(source))
                .append(",\"number\":")
                .append(number)
                .append(",\"sections\":{");
        String comma = "";
        for (Map.Entry<String, Map<String, String>> section : sections.entrySet()) {
            all.append(comma).append(json.apply(section.getKey())).append(":{");
            appendEntries(all, section.getValue());
            all.append('}');
            comma = ",";
        }
        return all.append("}}").toString();
    }

    private void appendEntries(StringBuilder all, Map<String, String> entries) {
        String comma = "";
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            all.append(comma).append(json.apply(entry.getKey())).append(':').append(entry.getValue());
            comma = ",";
        }
    }

    /** The sign of life, with the number of the last change, so that a page sees that it has missed none. */
    synchronized String pulse() {
        return "{\"source\":" + json.apply(source) + ",\"number\":" + number + "}";
    }
}
