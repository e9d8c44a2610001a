package io.reeve.daemon.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every key of Ceph 16's answers (ceph-16-keys.txt, which maps/src/test/ceph/keys made) is in Reeve's with the same type, or the
 * page of Ceph's keys lists it with the reason for which it is not.
 */
final class CephKeysTableTest {
    private static final Path PAGE = Path.of("../src/site/markdown/ceph-keys.md");
    private static final String HEAD = "| name | keys | why they are not here |";
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    static Set<String> names() throws IOException {
        return ceph().keySet();
    }

    /** By name of data or command, the types by path. */
    private static SortedMap<String, SortedMap<String, Set<String>>> ceph() throws IOException {
        SortedMap<String, SortedMap<String, Set<String>>> table = new TreeMap<>();
        try (InputStream in = CephKeysTableTest.class.getResourceAsStream("ceph-16-keys.txt")) {
            new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", -1))
                    .forEach(columns -> table.computeIfAbsent(columns[0], _ -> new TreeMap<>())
                            .put(columns[1], Set.of(columns[2].split(",", -1))));
        }
        return table;
    }

    /** By name, what the page lists as not here: a path stands for all below it, too. */
    private static Map<String, SortedSet<String>> absent() throws IOException {
        Map<String, SortedSet<String>> absent = new TreeMap<>();
        List<String> lines = Files.readAllLines(PAGE);
        lines.stream()
                .skip(lines.indexOf(HEAD) + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .map(row -> row.split("\\|", -1))
                .forEach(cells -> quoted(cells[1]).forEach(name -> absent
                        .computeIfAbsent(name, _ -> new TreeSet<>())
                        .addAll(quoted(cells[2]))));
        return absent;
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map((MatchResult found) -> found.group(1)).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyKeyIsThereWithItsTypeOrListedAsNotThere(String name) throws Exception {
        SortedMap<String, Set<String>> theirs = ceph().getOrDefault(name, new TreeMap<>());
        SortedSet<String> listed = absent().getOrDefault(name, new TreeSet<>());
        SortedMap<String, SortedSet<String>> ours = new TreeMap<>();
        if (!listed.contains(".")) {
            try (AnsweringCluster cluster = new AnsweringCluster()) {
                ours.putAll(JsonKeys.of(cluster.answer(name), theirs.keySet()).types());
            }
        }
        SortedSet<String> excused = new TreeSet<>();
        List<String> problems = new ArrayList<>();
        for (String path : listed) {
            SortedSet<String> meant = JsonKeys.below(path, theirs.keySet());
            excused.addAll(meant);
            if (meant.isEmpty()) {
                problems.add(path + " is listed, and Ceph has no such key");
            }
            JsonKeys.below(path, ours.keySet()).forEach(there -> problems.add(there + " is listed, but it is there"));
        }
        theirs.forEach((path, types) -> {
            SortedSet<String> our = ours.get(path);
            if (our == null && !excused.contains(path)) {
                problems.add(path + " is neither there nor listed");
            } else if (our != null && !types.containsAll(our)) {
                problems.add(path + " is " + our + ", Ceph's " + types);
            }
        });
        assertThat(problems).isEmpty();
    }

    @Test
    void thePageListsNoNameThatTheTableHasNot() throws IOException {
        assertThat(ceph().keySet()).hasSizeGreaterThan(40).containsAll(absent().keySet());
    }
}
