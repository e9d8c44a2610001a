package io.reeve.command.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.reeve.api.command.HandleCommandResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The format of a result. */
public enum ResultFormat {
    /** Plain text, with tables. */
    PLAIN("plain"),
    /** JSON on one line. */
    JSON("json"),
    /** Indented JSON. */
    JSON_PRETTY("json-pretty"),
    /** YAML. */
    YAML("yaml");

    private static final ObjectMapper JSON_MAPPER = JsonMapper.builder().build();
    private static final ObjectWriter PRETTY_WRITER = JSON_MAPPER.writerWithDefaultPrettyPrinter();
    private static final ObjectMapper YAML_MAPPER = YAMLMapper.builder()
            .disable(
                    YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(
                    YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private final String label;

    ResultFormat(String label) {
        this.label = label;
    }

    /** The name in {@code --format}. */
    public String label() {
        return label;
    }

    /** The names of all formats. */
    public static List<String> names() {
        return Arrays.stream(values()).map(ResultFormat::label).toList();
    }

    /** The format with this name; empty if there is none. */
    public static Optional<ResultFormat> of(String name) {
        return Arrays.stream(values()).filter(f -> f.label.equals(name)).findFirst();
    }

    /**
     * The result with its data written to stdout, ending with a line feed; a result without data is returned as it is.
     * Rendering calls methods of the data: call it on a thread of the module that the data comes from.
     *
     * @throws IllegalArgumentException if the data is not made of the types that {@link HandleCommandResult#data} lists
     */
    public HandleCommandResult render(HandleCommandResult result) {
        if (result.data() == null) {
            return result;
        }
        String text = this == PLAIN ? plain(result) : text(DataTree.of(result.data()));
        String ended = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        return new HandleCommandResult(result.retval(), ended.getBytes(StandardCharsets.UTF_8), result.stderr(), null);
    }

    private String plain(HandleCommandResult result) {
        if (result.text() != null) {
            return Layout.of(result.text());
        }
        return result.stdout().length > 0
                ? Printable.text(new String(result.stdout(), StandardCharsets.UTF_8))
                : text(DataTree.of(result.data()));
    }

    private String text(JsonNode tree) {
        try {
            return switch (this) {
                case PLAIN -> PlainText.of(tree).orElse(PRETTY_WRITER.writeValueAsString(tree));
                case JSON -> JSON_MAPPER.writeValueAsString(tree);
                case JSON_PRETTY -> PRETTY_WRITER.writeValueAsString(tree);
                case YAML -> YAML_MAPPER.writeValueAsString(tree).stripTrailing();
            };
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the result cannot be written as " + label, e);
        }
    }
}
