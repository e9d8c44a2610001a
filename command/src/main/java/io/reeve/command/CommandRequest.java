package io.reeve.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A command as a client sends it.
 *
 * @param target  the command
 * @param inbuf   the bytes of {@code -i}; shared, not to be changed
 * @param format  the output format; null for plain
 * @param id      the client's id for this execution; null if the client never retries
 * @param retry   whether the client sent the same request before and lost the response
 * @param timeout how long the client waits for the result
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CommandRequest(Target target, byte[] inbuf, @Nullable String format, @Nullable String id, boolean retry,
        Duration timeout) {

    /** The default timeout, which is that of Ceph's command line. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(24);

    /** The command that a request asks for. */
    public sealed interface Target {}

    /** The words of a command line. */
    public record Words(List<String> words) implements Target {
        public Words {
            words = List.copyOf(words);
        }
    }

    /**
     * A command named by its literal words, with its arguments as JSON values.
     *
     * @param beside the fields of the request that stand beside the arguments, where an argument of that name could stand too
     */
    public record Prefix(String prefix, Map<String, @Nullable Object> args, Set<String> beside) implements Target {
        public Prefix(String prefix, Map<String, @Nullable Object> args) {
            this(prefix, args, Set.of());
        }

        public Prefix(String prefix, Map<String, @Nullable Object> args, Set<String> beside) { // compact would hide @Nullable
            this.prefix = prefix;
            this.beside = Set.copyOf(beside);
            this.args = Collections.unmodifiableMap(new LinkedHashMap<>(args)); // Map.copyOf refuses null
        }
    }

    /** A digest by which equal requests are recognized: of everything but {@code id}, {@code retry} and {@code timeout}. */
    byte[] fingerprint() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String what = switch (target) {
                case Words w -> "words" + CommandRequestParser.canonical(w.words());
                case Prefix p ->
                    "prefix" + CommandRequestParser.canonical(List.of(p.prefix(), new TreeMap<>(p.args())));
            };
            sha.update(what.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            sha.update(String.valueOf(format).getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            return sha.digest(inbuf);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
