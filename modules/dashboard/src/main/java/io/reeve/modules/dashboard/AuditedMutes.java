package io.reeve.modules.dashboard;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines of the audit log about {@code health mute} and {@code health unmute}, oldest first, without those that failed. */
record AuditedMutes(List<Line> lines) {
    private static final Pattern CODE = Pattern.compile(" code=(\\S+)");
    private static final Pattern LINE = Pattern.compile(
            "(\\S+) \\S+ \\(audit\\) \\[[A-Z]+\\] from='([^']*)' id='([^']*)' cmd='health (un)?mute([^']*)': "
                    + "(dispatch|failed with|not executed)");

    /**
     * One line.
     *
     * @param at   when the command came, in milliseconds since 1970
     * @param by   who sent it
     * @param id   the id of the command
     * @param ends whether it ends a mute
     * @param code the health check; empty for all
     */
    record Line(long at, String by, String id, boolean ends, String code) {}

    /** Reads the lines that {@code log last} prints; others are left out. */
    static AuditedMutes of(String printed) {
        List<Line> found = new ArrayList<>();
        printed.lines().forEach(text -> {
            Matcher line = LINE.matcher(text);
            if (line.lookingAt()) { // else an argument could look like a line
                take(found, line);
            }
        });
        return new AuditedMutes(List.copyOf(found));
    }

    private static void take(List<Line> found, Matcher line) {
        if (line.group(6).equals("dispatch")) {
            add(found, line);
        } else { // it changed nothing
            String id = line.group(3);
            found.reversed().stream().filter(begun -> begun.id().equals(id)).findFirst().ifPresent(found::remove);
        }
    }

    private static void add(List<Line> found, Matcher line) {
        Matcher code = CODE.matcher(line.group(5));
        try {
            found.add(new Line(Instant.parse(line.group(1)).toEpochMilli(), line.group(2), line.group(3),
                    line.group(4) != null, code.find() ? code.group(1) : ""));
        } catch (DateTimeException e) { // no line of ours
            return;
        }
    }

    /** The last command that muted a check after that time; null if there is none. */
    @Nullable
    Line lastMute(String code, long after) {
        return last(code, after, false);
    }

    /** The last command that unmuted a check, or all, after that time; null if there is none. */
    @Nullable
    Line lastUnmute(String code, long after) {
        return last(code, after, true);
    }

    private @Nullable Line last(String code, long after, boolean ends) {
        return lines.reversed()
                .stream()
                .filter(line -> line.at() > after && line.ends() == ends)
                .filter(line -> line.code().equals(code) || line.code().isEmpty())
                .findFirst()
                .orElse(null);
    }
}
