package io.reeve.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Arguments that the grammar takes and nobody means. Whatever they are, a command answers, and nothing in it fails. */
final class OddArguments {
    /** They would end the active that is being asked. */
    private static final Set<String> LEFT_OUT = Set.of("mgr fail", "mgr set down");
    private static final List<Object> TEXTS = List.of("", " ", "*", "a b", "a\u0000b", "a\nb", "\u0663",
            "Gr\u00fc\u00dfe",
            "../..", "osd.", "osd.999999999999", ".", "=", "a=", "=a", "{", "%s", "-", "x".repeat(5_000));
    private static final List<Object> NUMBERS = List.of(0L, 1L, -1L, 256L, 1L << 31, 1L << 32, Long.MAX_VALUE,
            Long.MIN_VALUE);
    private static final List<Object> FRACTIONS = List.of(0.0, -0.0, 0.5, 1.0, Double.MIN_VALUE, 40_000.0, 1e308,
            -1e308);
    private static final List<Object> OSDS = List.of("*", "0", "osd.1", "050", "999999999999999999");
    private static final List<Object> GROUPS = List.of("0.0", "1.ffffffffffffffff", "999999999999999999.0", "1.0A");
    private static final List<Object> NAMES = List.of("*", "osd.*", "mgr.*", "osd.999999999999999999", "client.\u0000");

    private OddArguments() {}

    /** The answers of commands that failed inside. */
    static List<String> failures(String url, JsonNode descriptions) throws IOException {
        List<String> failures = new ArrayList<>();
        for (JsonNode description : descriptions) {
            List<JsonNode> parameters = new ArrayList<>();
            List<String> prefix = new ArrayList<>();
            description.get("sig").forEach(part -> {
                if (part.isTextual()) {
                    prefix.add(part.asText());
                } else {
                    parameters.add(part);
                }
            });
            String command = String.join(" ", prefix);
            if (!LEFT_OUT.contains(command)) {
                for (JsonNode odd : parameters) {
                    for (Object value : values(odd)) {
                        failures.addAll(failure(url, command, parameters, odd, value));
                    }
                }
            }
        }
        return failures;
    }

    private static List<String> failure(String url, String command, List<JsonNode> parameters, JsonNode odd,
            Object value) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("prefix", command));
        for (JsonNode parameter : parameters) {
            boolean required = parameter.path("req").asText("true").equals("true");
            boolean isOdd = parameter.get("name").equals(odd.get("name"));
            if (isOdd || required) {
                Object one = isOdd ? value : values(parameter).getFirst();
                body.put(parameter.get("name").asText(), parameter.has("n") ? List.of(one) : one);
            }
        }
        HttpResponse<String> answer = Http.command(url, body, Duration.ofSeconds(20));
        String text = answer.body();
        return text.contains("error id") || answer.statusCode() >= 500 ? List.of(body + ": " + text) : List.of();
    }

    private static List<Object> values(JsonNode parameter) {
        return switch (parameter.get("type").asText()) {
            case "CephInt" -> NUMBERS;
            case "CephFloat" -> FRACTIONS;
            case "CephBool" -> List.of(true, false);
            case "CephChoices" -> List.of(parameter.get("strings").asText().split("\\|")[0]);
            case "CephOsdName" -> OSDS;
            case "CephPgid" -> GROUPS;
            case "CephName" -> NAMES;
            default -> TEXTS;
        };
    }
}
