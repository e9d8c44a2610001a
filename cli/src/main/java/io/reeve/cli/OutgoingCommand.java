package io.reeve.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
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
    private static final int ID_BYTES = 16;
    private final List<String> words;
    private final Map<String, Object> body = new LinkedHashMap<>();

    OutgoingCommand(List<String> words, byte @Nullable [] input, String format) {
        this.words = List.copyOf(words);
        body.put("words", this.words);
        if (input != null) {
            body.put("inbuf", input);
        }
        body.put("format", format);
        body.put("id", newId());
    }

    /** As many random bits as a UUID has; {@link UUID#randomUUID} loads all security providers for them. */
    private static String newId() {
        try (InputStream random = new FileInputStream("/dev/urandom")) {
            StringBuilder id = new StringBuilder();
            for (byte b : random.readNBytes(ID_BYTES)) {
                id.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
            return id.length() == 2 * ID_BYTES ? id.toString() : UUID.randomUUID().toString();
        } catch (IOException _) {
            return UUID.randomUUID().toString(); // a system without that file
        }
    }

    /** Whether it is one of the commands with these prefixes. */
    boolean isOneOf(List<String> prefixes) {
        for (String prefix : prefixes) {
            if (startsWith(prefix.split(" "))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the command is {@code mgr fail}, which must not affect the successor of the manager that was meant. */
    boolean isBoundToEpoch() {
        return startsWith("mgr", "fail");
    }

    /** Whether any node answers it, but the active knows more. */
    boolean isBestAnsweredByActive() {
        return startsWith("complete");
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
