package io.reeve.daemon.config;

import io.reeve.api.ModuleOption;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that can be set: as option {@code --NAME}, environment variable {@code REEVE_NAME}, or key {@code NAME} of
 * the file.
 *
 * @param name         lower case with dashes
 * @param label        the form of its value
 * @param defaultValue the default as it would be written; empty if there is none
 * @param required     whether it must be set
 * @param separator    the text between items if the file gives a list; empty if it is one value
 * @param description  one sentence
 * @param hint         the advice after a wrong value
 * @param parser       the reader of the value; throws IllegalArgumentException saying what is wrong
 * @param writer       the reverse of the parser
 */
record Setting<T>(String name, String label, Optional<String> defaultValue, boolean required, String separator,
        String description, String hint, Function<String, T> parser, Function<T, String> writer) {

    String option() {
        return "--" + name;
    }

    String environment() {
        return "REEVE_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The environment variable for the default of a package, such as the image. */
    String packagedDefault() {
        return "REEVE_DEFAULT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static <T> Setting<T> of(String name, String label, String defaultValue, String description, String hint,
            Function<String, T> parser) {
        return new Setting<>(name, label, Optional.of(defaultValue), false, "", description, hint, parser,
                String::valueOf);
    }

    static <T> Setting<T> optional(String name, String label, String description, String hint,
            Function<String, T> parser) {
        return new Setting<>(name, label, Optional.empty(), false, "", description, hint, parser, String::valueOf);
    }

    static <T> Setting<T> required(String name, String label, String description, String hint,
            Function<String, T> parser) {
        return new Setting<>(name, label, Optional.empty(), true, "", description, hint, parser, String::valueOf);
    }

    /** The setting below an option of the cluster; its value is that option, with what is told as the default. */
    static Setting<ModuleOption> below(ModuleOption option) {
        boolean time = option.type() == ModuleOption.Type.SECS;
        return of(option.name().replace('_', '-'), time ? "TIME" : "N",
                Objects.requireNonNullElse(option.defaultValue(), ""), option.desc(),
                time ? "Write a number with a unit, such as 200ms, 6s or 2min." : "Write a whole number.",
                told -> new ModuleOption(option.name(), option.type(), told, option.min(), option.max(),
                        option.enumAllowed(), option.runtime(), option.level(), option.desc(), option.longDesc(),
                        option.tags(), option.seeAlso()));
    }

    Setting<T> separatedBy(String items) {
        return new Setting<>(name, label, defaultValue, required, items, description, hint, parser, writer);
    }

    Setting<T> written(Function<T, String> form) {
        return new Setting<>(name, label, defaultValue, required, separator, description, hint, parser, form);
    }
}
