package io.reeve.cli;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** An example of settings that the product comes with, a line each, in which some are given values. */
final class SettingsTemplate {
    private SettingsTemplate() {}

    /**
     * The example with these settings; all else in it stays, comments too.
     *
     * @param file  the example's file in the jar
     * @param lines the new lines, by what the old ones begin with behind a sign of comment: {@code REEVE_HTTP=}
     * @throws IllegalStateException if the example has not exactly one line for each
     */
    static String with(String file, Map<String, String> lines) {
        StringBuilder text = new StringBuilder();
        Set<String> left = new HashSet<>(lines.keySet());
        for (String line : JarTexts.read(file).lines().toList()) {
            String bare = line.startsWith("#") ? line.substring(1) : line;
            String shown = line;
            for (Map.Entry<String, String> one : lines.entrySet()) {
                if (bare.startsWith(one.getKey())) {
                    if (!left.remove(one.getKey())) {
                        throw new IllegalStateException(file + " has two lines that begin with " + one.getKey());
                    }
                    shown = one.getValue();
                }
            }
            text.append(shown).append('\n');
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException(file + " has no line that begins with any of " + left);
        }
        return text.toString();
    }
}
