package io.reeve.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cluster log as it grows, whichever manager is active. Entries have numbers for the whole cluster, which are kept in
 * ZooKeeper: each entry is shown once, and where some are missing it says how many.
 */
final class LogFollow {
    /** How often in a row the log must seem to have lost its end before that is believed: a late answer shows the same. */
    private static final int SIGHTINGS = 2;
    private final OutputStream out;
    private final @Nullable Screen screen;
    private final ActivePolls polls;
    private final Following wanted;
    private final boolean plain;
    /** The number of the last entry that was shown, or left out as nobody wants it. */
    private long seen;
    private int shorter;

    /** @param screen the terminal that shows {@code out}; null if none does */
    LogFollow(OutputStream out, @Nullable Screen screen, ActivePolls polls, Following wanted, String format) {
        this.out = out;
        this.screen = screen;
        this.polls = polls;
        this.wanted = wanted;
        this.plain = format.equals("plain");
    }

    /** Shows until the time is over. @return what the manager refused; null if it refused nothing */
    @Nullable
    CommandOutcome run() throws IOException, InterruptedException {
        CommandOutcome start = polls.first(List.of("log", "since"), "json");
        if (start.status() < 0) {
            return start;
        }
        seen = Json.number(Json.read(start.stdout()), "last");
        if (plain) {
            CommandOutcome status = polls.first(List.of("status"), "plain");
            if (status.status() < 0) {
                return status;
            }
            print(new String(status.stdout(), StandardCharsets.UTF_8));
        }
        while (polls.pause()) {
            List<String> words = new ArrayList<>(List.of("log", "since", Long.toString(seen)));
            words.add(wanted.level() == null ? Following.LEVELS.getFirst() : wanted.level());
            words.add(wanted.channel() == null ? "*" : wanted.channel());
            CommandOutcome outcome = polls.next(words, "json");
            if (outcome != null && outcome.status() < 0) {
                return outcome;
            }
            if (outcome != null) {
                show(Json.read(outcome.stdout()));
            }
        }
        return null;
    }

    private void show(Map<String, Object> answer) throws IOException {
        long last = Json.number(answer, "last");
        if (last < seen) {
            shorter++;
            if (shorter == SIGHTINGS) {
                say("the log began anew: its last entry is " + last + ", and " + seen + " was here before", "restarted",
                        last);
                seen = 0;
            }
            return;
        }
        shorter = 0;
        long lost = Json.number(answer, "lost");
        if (lost > 0) {
            say(lost + (lost == 1 ? " entry" : " entries") + " lost", "lost", lost);
        }
        if (answer.get("entries") instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> map) {
                    print(plain ? line(map) : json(map));
                }
            }
        }
        seen = last;
    }

    /** An entry as {@code log last} shows it. */
    private static String line(Map<?, ?> entry) {
        String priority = String.valueOf(entry.get("priority")).toUpperCase(Locale.ROOT);
        String line = entry.get("stamp") + " " + entry.get("name") + " (" + entry.get("channel") + ") ["
                + priority.substring(0, Math.min(3, priority.length())) + "] " + entry.get("message");
        return TerminalText.of(line).replace('\n', ' ').replace('\t', ' ') + "\n";
    }

    private static String json(Map<?, ?> entry) {
        Map<String, Object> copy = new LinkedHashMap<>();
        entry.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return new String(Json.write(copy), StandardCharsets.UTF_8) + "\n";
    }

    private void say(String what, String key, long number) throws IOException {
        print(plain ? "-- " + what + " --\n" : json(Map.of(key, number)));
    }

    private void print(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(screen == null ? bytes : screen.of(bytes, plain));
        out.flush();
    }
}
