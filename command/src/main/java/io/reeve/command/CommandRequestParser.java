package io.reeve.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.command.CommandRequest.Prefix;
import io.reeve.command.CommandRequest.Target;
import io.reeve.command.CommandRequest.Words;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parser of the body of {@code POST /api/command}:
 * {@code {"words": ["mgr", "stat"]}} or {@code {"prefix": "mgr stat", ARG: VALUE …}}, each with the optional fields
 * {@code inbuf} (base64), {@code format}, {@code id}, {@code retry} and {@code timeout} (seconds).
 *
 * <p>{@code "epoch": N} beside {@code words} is the same as the word {@code --epoch=N}. An argument with the name of a field,
 * such as a parameter {@code id}, goes into an object {@code "args"}; without one, a command that has such a parameter is
 * refused, as either may be meant.
 */
public final class CommandRequestParser {
    /** The largest body, in bytes. */
    public static final int MAX_BODY = 16 << 20;

    private static final Set<String> ENVELOPE = Set.of("inbuf", "id", "retry", "timeout");
    private static final int MAX_WORDS = 4096;
    private static final int MAX_DEPTH = 16;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxStringLength(MAX_BODY).build())
            .enable(
                    StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build())
            .enable(
                    SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Map<String, @Nullable Object> fields;

    private CommandRequestParser(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /**
     * Parses a body.
     *
     * @throws BadRequestException with the reason, if it is not a request
     */
    public static CommandRequest parse(byte[] body) throws BadRequestException {
        try (JsonParser json = MAPPER.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw JsonErrors.noObject(json.currentToken());
            }
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.putAll(MAPPER.readValue(json, new TypeReference<LinkedHashMap<String, Object>>() {
            }));
            if (json.nextToken() != null) {
                throw JsonErrors.more(json.currentTokenLocation());
            }
            return new CommandRequestParser(fields).request();
        } catch (JsonProcessingException e) {
            throw JsonErrors.broken(e);
        } catch (IOException e) {
            throw new BadRequestException("the body cannot be read: " + e.getMessage());
        }
    }

    static String canonical(Object json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + json.getClass(), e);
        }
    }

    private CommandRequest request() throws BadRequestException {
        Set<String> beside = new HashSet<>(ENVELOPE);
        beside.retainAll(fields.containsKey("args") ? Set.of() : fields.keySet());
        byte[] inbuf = inbuf(take("inbuf", String.class, "text in base64"));
        String format = take("format", String.class, "text");
        String id = id(take("id", String.class, "text"));
        Boolean retry = take("retry", Boolean.class, "true or false");
        Duration timeout = timeout(take("timeout", Number.class, "a number of seconds"));
        if (id == null && Boolean.TRUE.equals(retry)) {
            throw new BadRequestException("retry needs the id of the first attempt");
        }
        return new CommandRequest(target(beside), inbuf, format, id, Boolean.TRUE.equals(retry), timeout);
    }

    private Target target(Set<String> beside) throws BadRequestException {
        if (fields.containsKey("prefix") == fields.containsKey("words")) {
            throw new BadRequestException("give either \"prefix\" or \"words\"");
        }
        if (fields.containsKey("words")) {
            return words(take("words", List.class, "a list of text"));
        }
        String prefix = take("prefix", String.class, "text");
        if (prefix == null || prefix.isBlank()) {
            throw new BadRequestException("\"prefix\" is empty");
        }
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        if (fields.get("args") instanceof Map<?, ?> more) {
            fields.remove("args");
            more.forEach((k, v) -> args.put(String.valueOf(k), v));
        }
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            if (args.containsKey(field.getKey())) {
                throw new BadRequestException("\"" + field.getKey() + "\" is there twice: beside \"args\" and in it");
            }
            args.put(field.getKey(), field.getValue());
        }
        return new Prefix(prefix, args, beside);
    }

    private Words words(@Nullable List<?> given) throws BadRequestException {
        if (given == null || given.isEmpty() || given.size() > MAX_WORDS) {
            throw new BadRequestException("\"words\" is not a list of 1 to " + MAX_WORDS + " words");
        }
        List<String> words = new ArrayList<>();
        Number epoch = take("epoch", Number.class, "a number");
        if (epoch != null) {
            words.add("--epoch=" + epoch);
        }
        for (Object word : given) {
            if (!(word instanceof String text)) {
                throw new BadRequestException("\"words\" contains " + word + ", which is not text");
            }
            words.add(text);
        }
        if (!fields.isEmpty()) {
            throw new BadRequestException(
                    "unknown field \"" + fields.keySet().iterator().next() + "\" beside \"words\"");
        }
        return new Words(words);
    }

    private <T> @Nullable T take(String name, Class<T> type, String what) throws BadRequestException {
        if (!fields.containsKey(name)) {
            return null;
        }
        Object value = fields.remove(name);
        if (!type.isInstance(value)) {
            throw new BadRequestException("\"" + name + "\" is not " + what);
        }
        return type.cast(value);
    }

    private static byte[] inbuf(@Nullable String base64) throws BadRequestException {
        try {
            return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("\"inbuf\" is not base64: " + e.getMessage());
        }
    }

    private static @Nullable String id(@Nullable String id) throws BadRequestException {
        if (id != null && !id.matches("[!-~]{1,128}")) {
            throw new BadRequestException("\"id\" is not 1 to 128 printable ASCII characters without blanks");
        }
        return id;
    }

    private static Duration timeout(@Nullable Number seconds) throws BadRequestException {
        if (seconds == null || seconds.doubleValue() == 0) {
            return CommandRequest.DEFAULT_TIMEOUT;
        }
        double value = seconds.doubleValue();
        if (!(value > 0 && value <= CommandRequest.DEFAULT_TIMEOUT.toSeconds())) {
            throw new BadRequestException("\"timeout\" is not a number of seconds up to 86400, or 0 for that");
        }
        return Duration.ofMillis(Math.max(1, Math.round(value * 1000)));
    }
}
