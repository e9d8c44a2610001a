package io.reeve.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status, shown again and again, whichever manager is active: a terminal is drawn anew, and to anything else each status is
 * appended, with an empty line behind it.
 */
final class StatusWatch {
    private static final String HOME = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";
    /** Lines end at the edge, also those with characters two columns wide, which {@code length} counts as one. */
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";
    private final OutputStream out;
    private final PrintStream err;
    private final @Nullable Screen screen;
    private final ActivePolls polls;
    private final String format;
    private final Duration interval;
    private String last = "";
    private boolean told;

    /** @param screen the terminal that shows {@code out}; null if none does */
    StatusWatch(OutputStream out, PrintStream err, @Nullable Screen screen, ActivePolls polls, String format,
            Duration interval) {
        this.out = out;
        this.err = err;
        this.screen = screen;
        this.polls = polls;
        this.format = format;
        this.interval = interval;
    }

    /** Shows until the time is over. @return what the manager refused; null if it refused nothing */
    @Nullable
    CommandOutcome run() throws IOException, InterruptedException {
        List<String> words = List.of("status");
        CommandOutcome outcome = polls.first(words, format);
        do {
            if (outcome != null && outcome.status() < 0) {
                return outcome;
            }
            show(outcome);
            if (!polls.pause()) {
                return null;
            }
            outcome = polls.next(words, format);
        } while (true);
    }

    private void show(@Nullable CommandOutcome outcome) throws IOException {
        String note = "";
        if (outcome == null) {
            note = "no active manager can be asked: " + polls.why();
        } else {
            last = new String(outcome.stdout(), StandardCharsets.UTF_8);
        }
        if (screen != null) {
            out.write(drawn(screen, note).getBytes(StandardCharsets.UTF_8));
        } else if (outcome != null) {
            out.write((last + (last.endsWith("\n") ? "\n" : "\n\n")).getBytes(StandardCharsets.UTF_8));
        } else if (!told) {
            err.println("reeve: " + note);
        }
        told = outcome == null;
        out.flush();
    }

    /** Everything anew, as much as the terminal holds; without scrolling, and without flickering. */
    private String drawn(Screen terminal, String note) {
        Screen.Size size = terminal.size();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(terminal.fitted(TerminalText.of(last)).lines().toList());
        StringBuilder drawn = new StringBuilder(HOME);
        String head = "reeve status, each " + interval.toMillis() / 1000.0 + " s, Ctrl-C ends"
                + (note.isEmpty() ? "" : "; what is below is old: " + note);
        draw(TerminalText.of(head), terminal, size, drawn);
        drawn.append(NO_WRAP);
        for (String line : lines.subList(0, Math.clamp(size.rows() - 2, 0, lines.size()))) {
            draw(line, terminal, size, drawn);
        }
        return drawn.append(REST_OF_SCREEN).append(WRAP).toString();
    }

    /** Appends a line that has been encoded for the terminal. */
    private static void draw(String line, Screen terminal, Screen.Size size, StringBuilder to) {
        String shown = line.length() > size.columns() ? line.substring(0, size.columns() - 1) + "…" : line;
        to.append(terminal.coloured(shown)).append(REST_OF_LINE).append("\r\n");
    }
}
