package io.reeve.api;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One option of a module (Ceph's {@code MODULE_OPTIONS}): set by {@code config set mgr mgr/MODULE/NAME VALUE}, read by
 * {@link MgrModule#getModuleOption}. A value is stored as text, after a check against type, bounds and choices.
 *
 * <p>The text forms are: {@code str} any text; {@code int}, {@code uint}, {@code size} a whole number, also {@code
 * 0x1f} or with a suffix K, M, G, T (powers of 1024); {@code float} a finite number; {@code bool}
 * one of {@code true false yes no on off 1 0}; {@code secs} seconds as a number, or with a suffix {@code ms s min h d},
 * not negative unless the option has a least value; {@code addr} {@code HOST:PORT}; {@code uuid} 32 hexadecimal digits in
 * groups of 8, 4, 4, 4 and 12.
 *
 * @param name         lower case letters, digits and {@code _}, starting with a letter
 * @param type         the type of its value
 * @param defaultValue the value when none is set, in text form; null for none
 * @param min          the smallest value for numbers, sizes and durations, in text form; null for none
 * @param max          the largest value, likewise
 * @param enumAllowed  the allowed values; empty for any
 * @param runtime      whether a change takes effect without a restart of the module; if not, {@code config set} says so
 *                     and restarts nothing
 * @param level        the users that the option is meant for
 * @param desc         a description of one line
 * @param longDesc     a longer description; empty for none
 * @param tags         free words by which options are grouped
 * @param seeAlso      names of related options
 */
public record ModuleOption(String name, Type type, @Nullable String defaultValue, @Nullable String min,
        @Nullable String max, List<String> enumAllowed, boolean runtime, Level level, String desc, String longDesc,
        List<String> tags, List<String> seeAlso) {

    /** The type of a value; the names are Ceph's. */
    public enum Type {
        STR, INT, UINT, FLOAT, BOOL, SIZE, SECS, ADDR, UUID;

        /** The name as Ceph spells it: {@code str}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The users that an option is meant for; the names are Ceph's. */
    public enum Level {
        BASIC, ADVANCED, DEV;

        /** The name as Ceph spells it: {@code basic}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ModuleOption {
        if (!name.matches("[a-z][a-z0-9_]{0,63}")) {
            throw new IllegalArgumentException("option name '" + name
                    + "' is not usable: use 1 to 64 lower case letters, digits and _, starting with a letter");
        }
        enumAllowed = List.copyOf(enumAllowed);
        tags = List.copyOf(tags);
        seeAlso = List.copyOf(seeAlso);
        if (defaultValue != null && !(defaultValue.isEmpty() && type == Type.STR)) {
            OptionValue.of(name, defaultValue)
                    .check(new ModuleOption(name, type, null, min, max, enumAllowed, runtime, level, desc, longDesc,
                            tags, seeAlso));
        }
    }

    /** A text option. */
    public static ModuleOption str(String name, String defaultValue, String desc) {
        return of(name, Type.STR, defaultValue, desc);
    }

    /** An option that is a whole number. */
    public static ModuleOption integer(String name, long defaultValue, String desc) {
        return of(name, Type.INT, Long.toString(defaultValue), desc);
    }

    /** An option that is a finite number. */
    public static ModuleOption number(String name, double defaultValue, String desc) {
        return of(name, Type.FLOAT, Double.toString(defaultValue), desc);
    }

    /** A yes-or-no option. */
    public static ModuleOption bool(String name, boolean defaultValue, String desc) {
        return of(name, Type.BOOL, Boolean.toString(defaultValue), desc);
    }

    /** An option that is a duration. */
    public static ModuleOption secs(String name, Duration defaultValue, String desc) {
        return of(name, Type.SECS, defaultValue.toMillis() + "ms", desc);
    }

    /** An option of any type; {@code defaultValue} null for none. */
    public static ModuleOption of(String name, Type type, @Nullable String defaultValue, String desc) {
        return new ModuleOption(name, type, defaultValue, null, null, List.of(), true, Level.ADVANCED, desc, "",
                List.of(), List.of());
    }

    /** A copy with bounds, both inclusive, in text form; null for none. */
    public ModuleOption between(@Nullable String least, @Nullable String most) {
        return new ModuleOption(name, type, defaultValue, least, most, enumAllowed, runtime, level, desc, longDesc,
                tags, seeAlso);
    }

    /** A copy that allows only these values. */
    public ModuleOption oneOf(String... values) {
        return new ModuleOption(name, type, defaultValue, min, max, List.of(values), runtime, level, desc, longDesc,
                tags, seeAlso);
    }

    /** A copy with another level. */
    public ModuleOption at(Level newLevel) {
        return new ModuleOption(name, type, defaultValue, min, max, enumAllowed, runtime, newLevel, desc, longDesc,
                tags, seeAlso);
    }

    /** A copy whose changes take effect only when the module restarts. */
    public ModuleOption atStartOnly() {
        return new ModuleOption(name, type, defaultValue, min, max, enumAllowed, false, level, desc, longDesc, tags,
                seeAlso);
    }

    /**
     * A copy with these tags. Two have a meaning to the manager: free text is shown in {@code config log} and {@code config show}
     * only with the tag {@code public}, and nothing of an option with the tag {@code secret} is.
     */
    public ModuleOption tagged(String... words) {
        return new ModuleOption(name, type, defaultValue, min, max, enumAllowed, runtime, level, desc, longDesc,
                List.of(words), seeAlso);
    }

    /** A copy with a long description. */
    public ModuleOption describedAs(String text) {
        return new ModuleOption(name, type, defaultValue, min, max, enumAllowed, runtime, level, desc, text, tags,
                seeAlso);
    }

    /**
     * Parses and checks a value in text form.
     *
     * @throws IllegalArgumentException if it is not allowed; the message names option, value and what is allowed
     */
    public OptionValue parse(String text) {
        OptionValue value = OptionValue.of(name, text);
        value.check(this);
        return value;
    }
}
