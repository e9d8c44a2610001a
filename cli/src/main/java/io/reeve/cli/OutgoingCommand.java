package io.reeve.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command as it is sent to managers: always with the same body and id, so that it is executed only once. Confined to
 * one thread.
 */
final class OutgoingCommand {
    private final List<String> words;
    private final Map<String, Object> body = new LinkedHashMap<>();

    OutgoingCommand(List<String> words, byte @Nullable [] input, String format) {
        this.words = List.copyOf(words);
        body.put("words", this.words);
        if (input != null) {
            body.put("inbuf", input);
        }
        body.put("format", format);
        body.put("id", UUID.randomUUID().toString());
    }

    /** Whether it is one of the commands with these prefixes. */
    boolean isOneOf(List<String> prefixes) {
        return prefixes.stream().anyMatch(prefix -> startsWith(prefix.split(" ")));
    }

    /** Whether the command is {@code mgr fail}, which must not affect the successor of the manager that was meant. */
    boolean isBoundToEpoch() {
        return startsWith("mgr", "fail");
    }

    private boolean startsWith(String... prefix) {
        return words.size() >= prefix.length && words.subList(0, prefix.length).equals(List.of(prefix));
    }

    /** Binds {@code mgr fail} to the epoch in which it was first asked for, unless the user names one. */
    void bindTo(long epoch) {
        if (words.stream().noneMatch(word -> word.startsWith("--epoch"))) {
            body.putIfAbsent("epoch", epoch);
        }
    }

    /** Marks the command as one that may have been executed already. */
    void markAsRetry() {
        body.put("retry", true);
    }

    byte[] json() {
        return Json.write(body);
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
