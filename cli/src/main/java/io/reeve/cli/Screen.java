package io.reeve.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The terminal that shows the output: its size, its colours, and how text of managers is made fit for it. Loaded only where a
 * terminal is there.
 */
final class Screen {
    private static final Size USUAL = new Size(24, 80);
    private static final int LEAST = 20;
    private static final int NARROW = 40;
    private static final String END = "\u001b[0m";
    /** The words that have a colour: green, yellow or red. */
    private static final Map<String, String> COLOURS = Map.of("HEALTH_OK", "32", "HEALTH_WARN", "33", "HEALTH_ERR",
            "31",
            "[WRN]", "33", "[WAR]", "33", "[ERR]", "31");
    private final Map<String, String> environment;

    /** The size of a terminal in characters. */
    record Size(int rows, int columns) {}

    Screen(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The output of a command, whose control characters do not reach the terminal. */
    byte[] of(byte[] output, boolean plain) {
        String text = TerminalText.of(new String(output, StandardCharsets.UTF_8));
        return (plain ? coloured(fitted(text)) : text).getBytes(StandardCharsets.UTF_8);
    }

    /** The text with tables that are as narrow as the terminal. */
    String fitted(String text) {
        boolean wide = text.lines().anyMatch(line -> line.length() > NARROW);
        return wide && FittedTables.hasTable(text) ? FittedTables.of(text, size().columns()) : text;
    }

    /** Whether colours are wanted: see no-color.org. */
    boolean hasColours() {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** The text with colours, if these are wanted. */
    String coloured(String text) {
        String shown = text;
        if (hasColours()) {
            for (Map.Entry<String, String> one : COLOURS.entrySet()) {
                shown = shown.replace(one.getKey(), "\u001b[" + one.getValue() + "m" + one.getKey() + END);
            }
        }
        return shown;
    }

    /** The size now: what COLUMNS and LINES say, else what the program stty does, else the usual one. */
    Size size() {
        int columns = number(environment.getOrDefault("COLUMNS", ""));
        int rows = number(environment.getOrDefault("LINES", ""));
        Size asked = columns > 0 && rows > 0 ? USUAL : ask();
        return new Size(rows > 0 ? rows : asked.rows(), Math.max(LEAST, columns > 0 ? columns : asked.columns()));
    }

    private static Size ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(Redirect.from(Path.of("/dev/tty").toFile()))
                    .redirectError(Redirect.DISCARD)
                    .start();
            String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int gap = said.indexOf(' ');
            if (stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0 && gap > 0) {
                int rows = number(said.substring(0, gap));
                int columns = number(said.substring(gap + 1));
                return rows > 0 && columns > 0 ? new Size(rows, columns) : USUAL;
            }
        } catch (IOException _) {
            // No terminal of this process, or no such program.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return USUAL;
    }

    /** A number from 1 to 9999; 0 if the text is none. */
    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 4;
        for (int i = 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits ? Integer.parseInt(text) : 0;
    }
}
