package io.reeve.cli;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The command {@code reeve explain CODE…}, which needs no manager: what health checks mean and what to do. */
final class Explanation {
    /** The word that this program itself understands. */
    static final String WORD = "explain";
    static final String USAGE = """
            Usage: reeve explain [CODE…]

            Says what health checks mean and what to do. CODE is one that 'reeve status' or 'reeve health detail'
            shows, such as OSD_DOWN, in capitals or not. Without a code: all codes.
            No manager is asked. With --format json, a list of objects: code, means, advice.
            Exit code: 0; 2 if there is no such check.
            """;
    private final HealthTexts texts = HealthTexts.read();

    /** The answer, ready to be written. */
    String answer(CommandLineOptions given) throws CliException {
        check(given);
        List<String> wanted = given.words()
                .subList(1, given.words().size())
                .stream()
                .map(code -> code.toUpperCase(Locale.ROOT).replace('-', '_'))
                .toList();
        if (!given.format().equals("plain")) {
            return json(wanted.isEmpty() ? texts.codes() : wanted);
        }
        if (wanted.isEmpty()) {
            return String.join("\n", texts.codes()) + "\n";
        }
        StringBuilder out = new StringBuilder();
        for (String code : wanted) {
            HealthTexts.Entry entry = about(code);
            out.append(out.isEmpty() ? "" : "\n")
                    .append(code)
                    .append("\n  means:      ")
                    .append(entry.means())
                    .append("\n  what to do: ")
                    .append(entry.advice())
                    .append('\n');
        }
        return out.toString();
    }

    /** Each on a line. JSON is YAML as well. */
    private String json(List<String> wanted) throws CliException {
        StringBuilder out = new StringBuilder();
        for (String code : wanted) {
            HealthTexts.Entry entry = about(code);
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("code", code);
            object.put("means", entry.means());
            object.put("advice", entry.advice());
            out.append(out.isEmpty() ? "[" : ",\n ").append(new String(Json.write(object), StandardCharsets.UTF_8));
        }
        return out.append("]\n").toString();
    }

    private HealthTexts.Entry about(String code) throws CliException {
        HealthTexts.Entry entry = texts.about(code).orElse(null);
        if (entry == null) {
            List<String> near = texts.near(code);
            throw new CliException(CliException.USAGE, "explain: '" + code + "' is no health check of the manager's own"
                    + (near.isEmpty() ? "" : "; near are " + String.join(", ", near))
                    + ". 'reeve explain' lists all; modules have checks of their own, whose text 'reeve health detail' shows");
        }
        return entry;
    }

    private static void check(CommandLineOptions given) throws CliException {
        if (given.input() != null) {
            throw new CliException(CliException.USAGE, "explain: -i means nothing here: nothing is sent");
        }
        for (String word : given.words().subList(1, given.words().size())) {
            if (word.startsWith("-")) {
                throw new CliException(CliException.USAGE,
                        "explain: '" + word + "' is not known here; see reeve explain --help");
            }
        }
    }
}
