package io.reeve.daemon.config;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of {@code reeved run}, one for each setting, and {@code --config}. Values are checked later, all together. */
public final class RunOptions {
    private static final String CONFIG = "config";

    private RunOptions() {}

    public static void addTo(CommandSpec command) {
        Settings.ALL.forEach(setting -> command.addOption(option(setting.option(), setting.label(),
                setting.description() + defaultOf(setting))));
        command.addOption(option("--" + CONFIG, "FILE", "A file with these settings as 'name: value' lines."));
    }

    /** Adds the options of TLS to ZooKeeper alone, for a command that runs no manager. */
    public static void addTlsTo(CommandSpec command) {
        Settings.TLS.forEach(setting -> command.addOption(option(setting.option(), setting.label(),
                setting.description() + defaultOf(setting))));
    }

    private static OptionSpec option(String name, String label, String description) {
        // Positional % would be read as a format by picocli.
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .hideParamSyntax(true)
                .description(description.replace("%", "%%"))
                .showDefaultValue(Visibility.NEVER)
                .build();
    }

    private static String defaultOf(Setting<?> setting) {
        return setting.defaultValue().filter(text -> !text.isEmpty()).map(text -> " Default: " + text).orElse("");
    }

    /** The options that were given, by name without dashes. */
    public static Map<String, String> given(ParseResult parsed) {
        Map<String, String> given = new HashMap<>();
        parsed.matchedOptions().forEach(option -> {
            if (option.getValue() instanceof String text) {
                given.put(option.longestName().substring(2), text);
            }
        });
        return given;
    }
}
