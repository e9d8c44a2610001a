package io.reeve.command;

import io.reeve.command.grammar.ParseResult.Parsed;
import io.reeve.command.grammar.ParseResult.Refused;
import io.reeve.command.output.Printable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The format of an audit log line. Values of secret parameters are masked, and so are control characters. Of a request that
 * the parser refused nothing is shown that only its sender knows: a value may stand in the place of any word.
 */
final class AuditLine {
    private static final int LONGEST_VALUE = 100;
    private static final int LONGEST = 1000;

    private AuditLine() {}

    /** The line about a command, with its arguments. */
    static String of(String from, String id, Parsed command, String what) {
        List<String> secret = command.entry().signature().secretNames();
        String shown = command.args()
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> " " + e.getKey() + "="
                        + (secret.contains(e.getKey()) ? "***" : cut(String.valueOf(e.getValue()), LONGEST_VALUE)))
                .collect(Collectors.joining());
        return line(from, id, command.entry().signature().prefix() + shown, what);
    }

    /** The line about a request that the parser refused: its literal words, and the kind of error. */
    static String refused(String from, String id, Refused refusal) {
        return line(from, id, refusal.asked(), "refused: " + refusal.kind());
    }

    private static String line(String from, String id, String cmd, String what) {
        return cut(Printable.value("from='" + from + "' id='" + id + "' cmd='" + cmd + "': " + what), LONGEST);
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length) + "…" : text;
    }
}
