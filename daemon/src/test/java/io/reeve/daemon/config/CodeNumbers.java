package io.reeve.daemon.config;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The numbers and times in the sources of all rooms: each constant, by its name; each bound from 10 on that stands in a comparison
 * or in a call which bounds something; each object of limits that is made with numbers or with texts
 * such as {@code "20MB"}.
 */
final class CodeNumbers {
    private static final Pattern UNREAD = compile("\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'"
            + "|/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
    private static final Pattern CONSTANT = compile("(?:\\b(?:public|private|protected|static|final) )*"
            + "\\b(?:int|long|double|float|short|byte|Duration) ([A-Z][A-Z_0-9]*) = ([^;]*);");
    private static final String NUMBER = "(\\d[\\d_]+)L?\\b";
    private static final List<Pattern> BOUNDS = List.of(compile("(?<![<>-])([<>]=?) " + NUMBER),
            compile("\\.(limit|readNBytes)\\(" + NUMBER),
            compile("\\bMath\\.(min|clamp)\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*\\))*, " + NUMBER + "\\)"),
            compile("\\b(text|name|number)\\(\"\", ([^\"]*?\\d\\d[\\d_]*)"));
    private static final Pattern LIMITS = compile(
            "\\bnew (\\w*(?:Limits|Settings|Timing|Budget|Backoff|History|Rotation|Semaphore|LogLimit))\\(([^;]*?[1-9][^;]*?)\\);");

    private static final Path CHECKOUT = Path.of("..");

    private CodeNumbers() {}

    /** The numbers with how the code writes them: {@code room/Class.CONSTANT}, {@code room/Class > 64}. */
    static Map<String, String> inAllRooms() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Path folder : List.of(CHECKOUT, CHECKOUT.resolve("modules"))) {
            try (Stream<Path> rooms = Files.list(folder)) {
                for (Path room : rooms.filter(r -> !r.endsWith("benchmarks")).toList()) {
                    inRoom(room, found);
                }
            }
        }
        return found;
    }

    private static void inRoom(Path room, Map<String, String> found) throws IOException {
        Path sources = room.resolve("src/main/java");
        if (!Files.isDirectory(sources)) {
            return;
        }
        String name = CHECKOUT.relativize(room).toString().replace('\\', '/');
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                read(name + "/" + type, Files.readString(file), found);
            }
        }
    }

    private static void read(String where, String source, Map<String, String> found) {
        String code = UNREAD.matcher(source).replaceAll(m -> blank(m.group()));
        Matcher constant = CONSTANT.matcher(code);
        while (constant.find()) {
            String before = found.put(where + "." + constant.group(1), oneLine(constant.group(2)));
            assertThat(before).as("two of %s.%s", where, constant.group(1)).isNull();
        }
        String rest = CONSTANT.matcher(code).replaceAll("");
        for (Pattern pattern : BOUNDS) {
            Matcher bound = pattern.matcher(rest);
            while (bound.find()) {
                String number = oneLine(bound.group(2));
                found.put(where + " " + bound.group(1) + " " + number, number);
            }
        }
        Matcher limits = LIMITS.matcher(rest);
        while (limits.find()) {
            found.merge(where + " new " + limits.group(1), oneLine(limits.group(2)),
                    (one, other) -> one + "; " + other);
        }
    }

    private static String blank(String unread) {
        return unread.startsWith("/") ? "" : unread.matches("\"[0-9]+[A-Za-z]{1,4}\"") ? unread : "\"\"";
    }

    private static String oneLine(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }
}
