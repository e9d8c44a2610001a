package io.reeve.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.ModuleOption;
import io.reeve.cluster.daemon.DaemonOptions;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The documents say of each option what its declaration says. After a change of options, {@code -Dreeve.write.docs=true}
 * writes the README's table anew.
 */
class OptionDocumentsTest {
    private static final Path README = Path.of("../README.md");
    private static final Path GUIDE = Path.of("../src/site/markdown/operations-guide.md");
    private static final Path EXAMPLE = Path.of("../src/main/conf/reeved.yaml");
    private static final String HEAD = "| option | default | |\n|---|---|---|\n";

    @Test
    void everyDeclaredSettingIsInTheTable() throws IllegalAccessException {
        List<Object> declared = new ArrayList<>(Settings.OPTIONS);
        for (Field field : Settings.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
                declared.add(field.get(null));
            }
        }
        assertThat(declared).containsExactlyInAnyOrderElementsOf(Settings.ALL);
    }

    @Test
    void readmeListsTheOptionsWithTheirDefaultsAndDescriptions() throws IOException {
        String text = Files.readString(README);
        int start = text.indexOf(HEAD) + HEAD.length();
        int end = text.indexOf("\n\n", start) + 1;
        assertThat(start).isGreaterThan(HEAD.length());
        StringBuilder table = new StringBuilder();
        Settings.ALL.forEach(setting -> table.append(row(setting)));
        table.append("| `--config FILE` | none | A file with these settings as 'name: value' lines. |\n");
        if (Boolean.getBoolean("reeve.write.docs")) {
            Files.writeString(README, text.substring(0, start) + table + text.substring(end));
        } else {
            assertThat(text.substring(start, end)).as("write it anew with -Dreeve.write.docs=true")
                    .isEqualTo(table.toString());
        }
    }

    private static String row(Setting<?> setting) {
        String value = setting.defaultValue()
                .map(text -> text.isEmpty() ? "none" : "`" + text + "`")
                .orElse(setting.required() ? "required" : "none");
        return "| `" + setting.option() + " " + setting.label().replace("|", "\\|") + "` | " + value + " | "
                + setting.description() + " |\n";
    }

    @Test
    void helpListsTheOptionsWithTheirDefaultsAndDescriptions() {
        CommandSpec command = CommandSpec.create();
        RunOptions.addTo(command);
        String help = new CommandLine(command).setUsageHelpWidth(10_000).getUsageMessage(CommandLine.Help.Ansi.OFF);
        for (Setting<?> setting : Settings.ALL) {
            String shown = setting.defaultValue().filter(text -> !text.isEmpty()).map(t -> " Default: " + t).orElse("");
            assertThat(help).contains(setting.option() + "=" + setting.label())
                    .contains(setting.description() + shown + "\n");
        }
    }

    @Test
    void exampleFileDescribesEachOptionAsItsDeclarationDoes() throws IOException {
        String text = Files.readString(EXAMPLE);
        for (Setting<?> setting : Settings.ALL) {
            assertThat(comment(text, "#" + setting.name() + ": ")).startsWith(setting.description());
        }
    }

    /** The comment that stands above a line, as one line. */
    private static String comment(String text, String line) {
        String above = text.substring(0, text.indexOf("\n" + line));
        return Stream.of(above.substring(above.lastIndexOf("\n\n") + 2).split("\n"))
                .map(each -> each.substring(1).strip())
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }

    @Test
    void guideListsTheOptionsOfTheClusterWithTheirDefaultsBoundsAndDescriptions() throws IOException {
        List<String> rows = Files.readString(GUIDE)
                .lines()
                .dropWhile(line -> !line.equals("| option | default | bounds | |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(rows).hasSameSizeAs(DaemonOptions.ALL);
        for (int i = 0; i < rows.size(); i++) {
            ModuleOption option = DaemonOptions.ALL.get(i);
            assertThat(rows.get(i)).matches(Pattern.quote("| `" + option.name() + "` | "
                    + Objects.requireNonNull(option.defaultValue()) + " | " + option.min() + " to " + option.max()
                    + " | " + option.desc()) + " ?.*\\|");
        }
    }
}
