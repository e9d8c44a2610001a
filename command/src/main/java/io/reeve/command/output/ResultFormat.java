package io.reeve.command.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.reeve.api.command.HandleCommandResult;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
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

    private static final ObjectWriter JSON_WRITER = JsonMapper.builder().build().writer();
    private static final ObjectWriter PRETTY_WRITER = JSON_WRITER.withDefaultPrettyPrinter();
    private static final ObjectWriter YAML_WRITER = YAMLMapper
            .builder(YAMLFactory.builder().stringQuotingChecker(new YamlQuotes()).build())
            .disable(
                    YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(
                    YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build()
            .writer();

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
            return result.text() == null
                    ? result
                    : new HandleCommandResult(result.retval(), ended(Layout.of(result.text())).getBytes(
                            StandardCharsets.UTF_8), result.stderr(), null);
        }
        byte[] bytes = this == PLAIN
                ? ended(plain(result)).getBytes(StandardCharsets.UTF_8)
                : bytes(DataTree.of(result.data()));
        return new HandleCommandResult(result.retval(), bytes, result.stderr(), null);
    }

    private static String ended(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    private String plain(HandleCommandResult result) {
        if (result.text() != null) {
            return Layout.of(result.text());
        }
        return result.stdout().length > 0
                ? Printable.text(new String(result.stdout(), StandardCharsets.UTF_8))
                : plain(DataTree.of(result.data()));
    }

    private static String plain(JsonNode tree) {
        return PlainText.of(tree).orElseGet(() -> new String(JSON_PRETTY.bytes(tree), StandardCharsets.UTF_8));
    }

    /** The data in this format, ending with a line feed. */
    private byte[] bytes(JsonNode tree) {
        BoundedBytes bytes = new BoundedBytes();
        try {
            try (Writer text = new EscapingWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8),
                    this == YAML)) {
                JsonGenerator generator = writer().createGenerator(text);
                writer().writeValue(generator instanceof YAMLGenerator yaml ? new YamlTexts(yaml) : generator, tree);
                generator.flush();
            }
        } catch (IOException e) {
            if (e.getCause() instanceof AnswerTooLargeException tooLarge) {
                throw tooLarge;
            }
            throw new IllegalArgumentException("the result cannot be written as " + label, e);
        }
        return bytes.ended();
    }

    private ObjectWriter writer() {
        return switch (this) {
            case JSON -> JSON_WRITER;
            case PLAIN, JSON_PRETTY -> PRETTY_WRITER;
            case YAML -> YAML_WRITER;
        };
    }
}
