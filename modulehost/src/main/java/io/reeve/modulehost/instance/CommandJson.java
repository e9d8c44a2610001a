package io.reeve.modulehost.instance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON that modules and the manager exchange: commands as objects, such as {@code {"prefix": "osd tree"}}, and data. */
final class CommandJson {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
    };

    private CommandJson() {}

    /**
     * The text of data.
     *
     * @throws IllegalArgumentException if something in it has no JSON
     */
    static String write(@Nullable Object data) {
        try {
            return JSON.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a " + (data == null ? "null" : data.getClass().getName())
                    + " cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Parses a command.
     *
     * @throws IllegalArgumentException if it is not a JSON object
     */
    static Map<String, Object> parse(String json) {
        try {
            Map<String, Object> command = JSON.readValue(json, OBJECT);
            if (command != null) {
                return command;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("'" + json + "' is not a command as a JSON object: "
                    + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("'" + json + "' is not a command as a JSON object");
    }
}
