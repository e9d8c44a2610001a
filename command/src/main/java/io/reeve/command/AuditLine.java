package io.reeve.command;

import io.reeve.command.CommandRequest.Prefix;
import io.reeve.command.CommandRequest.Words;
import io.reeve.command.output.Printable;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The format of an audit log line. Values that may be secrets and control characters are masked. */
final class AuditLine {
    private static final Set<String> SECRET = Set.of("val", "value", "password", "passwd", "secret", "token",
            "key_data");
    private static final int LONGEST_VALUE = 100;
    private static final int LONGEST = 1000;

    private AuditLine() {}

    /** The line about a command, with its arguments. */
    static String of(String from, String id, String prefix, Map<String, Object> args, String what) {
        String shown = args.entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> " " + e.getKey() + "=" + (SECRET
                        .contains(e.getKey()) ? "***" : cut(String.valueOf(e.getValue()), LONGEST_VALUE)))
                .collect(Collectors
                        .joining());
        return line(from, id, prefix + shown, what);
    }

    /** The line about a request that the parser refused; shows its first words only. */
    static String refused(String from, String id, CommandRequest request, String message) {
        String asked = switch (request.target()) {
            case Words w -> w.words().stream().limit(3).collect(Collectors.joining(" "));
            case Prefix p -> p.prefix();
        };
        return line(from, id, cut(asked, LONGEST_VALUE), "refused: " + message.lines().findFirst().orElse(""));
    }

    private static String line(String from, String id, String cmd, String what) {
        return cut(Printable.value("from='" + from + "' id='" + id + "' cmd='" + cmd + "': " + what), LONGEST);
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length) + "…" : text;
    }
}
