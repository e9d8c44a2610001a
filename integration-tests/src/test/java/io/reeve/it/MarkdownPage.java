package io.reeve.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of the documents: its text without code blocks, its headings, its links and its tables. */
record MarkdownPage(Path file, List<String> lines) {
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)[^)]*\\)");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    static MarkdownPage read(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean code = false;
        for (String line : Files.readAllLines(file)) {
            boolean fence = line.strip().startsWith("```");
            if (!code && !fence) {
                lines.add(line);
            }
            code ^= fence;
        }
        return new MarkdownPage(file, lines);
    }

    /** All pages below a folder that are no build output. */
    static List<MarkdownPage> below(Path folder) throws IOException {
        List<MarkdownPage> pages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
                Path inside = folder.relativize(file);
                if (Stream.of("target", ".git", "node_modules").noneMatch(n -> names(inside).contains(n))) {
                    pages.add(read(file));
                }
            }
        }
        return pages;
    }

    private static Set<String> names(Path path) {
        Set<String> names = new TreeSet<>();
        path.forEach(p -> names.add(p.toString()));
        return names;
    }

    /** The links that lead nowhere: to a file that is not there, outside {@code root}, or to no heading of a page. */
    List<String> brokenLinks(Path root) throws IOException {
        List<String> broken = new ArrayList<>();
        Matcher links = LINK.matcher(String.join("\n", lines).replaceAll("`[^`]*`", ""));
        while (links.find()) {
            String target = links.group(1);
            if (!target.matches("[a-z]+:.*") && !leadsSomewhere(target, root)) {
                broken.add(root.relativize(file) + " -> " + target);
            }
        }
        return broken;
    }

    private boolean leadsSomewhere(String target, Path root) throws IOException {
        String[] parts = target.split("#", 2);
        Path to = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
        return to.startsWith(root) && Files.exists(to)
                && (parts.length == 1 || Files.isRegularFile(to) && read(to).anchors().contains(parts[1]));
    }

    /** The anchors that the headings have where such pages are shown. */
    private Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new TreeSet<>();
        lines.stream().filter(line -> line.matches("#{1,6} .*")).forEach(line -> {
            String anchor = line.replaceFirst("^#+ ", "")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }

    /** The names in backticks in the first column of the table that begins with this row. */
    Set<String> namesInTable(String head) {
        int start = lines.indexOf(head);
        if (start < 0) {
            throw new AssertionError(file + " has no table that begins with " + head);
        }
        return lines.stream()
                .skip(start + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .flatMap(row -> names(row.split("\\|")[1]))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names in the headings of the second level: {@code ## mon_map, mon_status}. */
    Set<String> namesInHeadings() {
        return lines.stream()
                .filter(line -> line.startsWith("## "))
                .flatMap(line -> Stream.of(line.substring(3).split(", ")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> names(String cell) {
        return NAME.matcher(cell).results().map(found -> found.group(1));
    }
}
