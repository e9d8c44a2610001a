package io.reeve.daemon.diagnostics;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The flags of the JVM that diagnostics tell: sizes and switches. System properties ({@code -D}) and flags with a text as
 * their value, such as a command, are only counted, since a text may be a secret.
 */
final class JvmFlags {
    /** Heap and stack by size, a switch, a flag whose value is a number. */
    private static final Pattern TOLD = Pattern
            .compile(
                    "-X(?:m[snx]|ss)[0-9]+[kKmMgGtT]?|-XX:[+-][A-Za-z0-9]+|-XX:[A-Za-z0-9]+=[0-9]+(?:\\.[0-9]+)?[kKmMgGtT]?");

    private JvmFlags() {}

    static List<String> told(List<String> flags) {
        return flags.stream().filter(flag -> TOLD.matcher(flag).matches()).toList();
    }
}
