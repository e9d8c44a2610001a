package io.reeve.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command as it is sent: the same body and the same id each time, so that it is executed once only. Used by one thread.
 */
final class OutgoingCommand {
    private static final Set<String> LOCAL = Set.of("stat", "dump", "services", "metadata", "versions",
            "fail");
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

    /** Whether any manager answers it by itself, and at once. */
    boolean isLocal() {
        return startsWith("mgr", "set", "down")
                || (startsWith("mgr") && words.size() > 1 && LOCAL.contains(words.get(1)));
    }

    /** Whether it is {@code mgr fail}, which must not hit the successor of the one that was meant. */
    boolean isBoundToEpoch() {
        return startsWith("mgr", "fail");
    }

    private boolean startsWith(String... prefix) {
        return words.size() >= prefix.length && words.subList(0, prefix.length).equals(List.of(prefix));
    }

    /** Binds {@code mgr fail} to the epoch in which it was meant, unless the user names one. */
    void bindTo(long epoch) {
        if (words.stream().noneMatch(word -> word.startsWith("--epoch"))) {
            body.put("epoch", epoch);
        }
    }

    /** From now on it says that it may have been executed already. */
    void isRepeat() {
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
