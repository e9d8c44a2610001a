package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.api.command.CommandDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command reference in the guides is what a running manager says of its commands. After a change of commands,
 * {@code -Dreeve.write.docs=true} writes it anew.
 */
@Tag("cluster")
class CommandReferenceTest {
    private static final Path GUIDE = Path.of(System.getProperty("reeve.root", ".."))
            .toAbsolutePath()
            .normalize()
            .resolve("src/site/markdown/commands.md");

    @TempDir
    Path folder;

    @Test
    void guideListsTheCommandsThatThereAreAndEachTakesOddArguments() throws Exception {
        String text;
        try (RunningDemo cluster = RunningDemo.start(folder.resolve("demo"))) {
            RunningDemo.Manager active = cluster.awaitActive();
            Product.Outcome descriptions = Product.reeve(cluster.urls(), "get_command_descriptions", "--format",
                    "json");
            assertThat(descriptions.exit()).as(descriptions.stderr()).isZero();
            JsonNode all = Http.JSON.readTree(descriptions.stdout());
            text = reference(all);
            assertThat(OddArguments.failures(active.url(), all)).isEmpty();
        }
        if (Boolean.getBoolean("reeve.write.docs")) {
            Files.writeString(GUIDE, text);
        }
        assertThat(Files.readString(GUIDE)).as("write it anew with -Dreeve.write.docs=true").isEqualTo(text);
    }

    private static String reference(JsonNode descriptions) {
        Map<String, List<JsonNode>> byFirstWord = new TreeMap<>();
        for (JsonNode one : descriptions) {
            byFirstWord.computeIfAbsent(words(one).split(" ")[0], _ -> new ArrayList<>()).add(one);
        }
        StringBuilder out = new StringBuilder(
                """
                        # Commands

                        What `reeve` sends to the active manager, and any program by `POST /api/command`. Written by a test from the
                        descriptors themselves: do not edit. `r` reads, `w` changes, `x` executes; `any` is
                        answered by the node that is asked, also without an active. What is in brackets may be left out; `...` may be there
                        several times. All take `--format plain|json|json-pretty|yaml`.
                        """);
        byFirstWord.forEach((word, commands) -> {
            out.append("\n## ").append(word).append("\n\n| command | | what it does |\n|---|---|---|\n");
            commands.stream().map(CommandReferenceTest::row).sorted().forEach(out::append);
        });
        return out.toString();
    }

    private static String words(JsonNode description) {
        List<String> words = new ArrayList<>();
        for (JsonNode part : description.get("sig")) {
            if (part.isTextual()) {
                words.add(part.asText());
            }
        }
        return String.join(" ", words);
    }

    private static String row(JsonNode description) {
        List<String> words = new ArrayList<>();
        for (JsonNode part : description.get("sig")) {
            words.add(part.isTextual() ? part.asText() : parameter(part));
        }
        return "| `" + String.join(" ", words).replace("|", "\\|") + "` | " + description.path("perm").asText()
                + ((description.path("flags").asInt() & CommandDescriptor.Flag.ANY_NODE.bit()) != 0 ? " any" : "")
                + " | "
                + description.path("help").asText().replace("|", "\\|") + " |\n";
    }

    private static String parameter(JsonNode part) {
        String name = part.path("name").asText();
        String value = part.has("strings") ? part.get("strings").asText() : "<" + name + ">";
        boolean option = part.path("positional").asText().equals("false")
                || part.path("type").asText().equals("CephBool");
        String text = !option
                ? value
                : "--" + name.replace('_', '-') + (part.path("type").asText().equals("CephBool") ? "" : " " + value);
        String many = part.has("n") ? text + "..." : text;
        return part.path("req").asText("true").equals("false") ? "[" + many + "]" : many;
    }
}
