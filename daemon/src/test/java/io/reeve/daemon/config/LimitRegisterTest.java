package io.reeve.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The register {@code limits.txt} beside this test, which sorts every number and time of the code: those that limit something
 * users meet, below the row of the table of limits that tells of them, and the others, below the reason why they have none. A new
 * constant, or a bound that is written into a comparison, fails here until it is sorted.
 */
class LimitRegisterTest {
    private static final Path REGISTER = Path.of("src/test/resources/io/reeve/daemon/config/limits.txt");
    private static final Path DOCUMENT = Path.of("../src/site/markdown/limits.md");
    /** Rows about settings alone, whose defaults are compared elsewhere. */
    private static final Set<String> OF_SETTINGS = Set.of("HTTP: hosts",
            "HTTP: time that a request is held while leadership"
                    + " changes hands");

    /** An entry that has a row: what the row shows of it, and how the code writes it. */
    private record Limit(String name, String row, String shown, String code) {}

    private final Map<String, String> rows = new HashMap<>();
    private final List<Limit> limits = new ArrayList<>();
    private final Set<String> others = new TreeSet<>();
    private Map<String, String> found = Map.of();

    @BeforeEach
    void read() throws IOException {
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("| ") && !line.startsWith("| what |")) {
                String[] columns = line.substring(2).split(" \\| ", -1);
                rows.put(columns[0], line);
            }
        }
        String section = "";
        for (String line : Files.readAllLines(REGISTER)) {
            if (line.startsWith("= ") || line.startsWith("- ")) {
                section = line;
            } else if (!line.isBlank()) {
                add(section, line);
            }
        }
        found = CodeNumbers.inAllRooms();
    }

    private void add(String section, String line) {
        if (section.startsWith("- ")) {
            assertThat(others.add(line)).as("twice: %s", line).isTrue();
            return;
        }
        String[] columns = line.split(" \\| ", 3);
        assertThat(columns).as("NAME | SHOWN | CODE: %s", line).hasSize(3);
        limits.add(new Limit(columns[0], section.substring(2), columns[1], columns[2]));
    }

    @Test
    void everyNumberOfTheCodeIsSorted() {
        assertThat(found).hasSizeGreaterThan(400);
        Set<String> sorted = limits.stream().map(Limit::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(others).doesNotContainAnyElementsOf(sorted);
        sorted.addAll(others);
        assertThat(sorted)
                .as("limits.txt: below '= ROW' what users meet, with its row in limits.md; below '- REASON' the rest")
                .containsExactlyInAnyOrderElementsOf(found.keySet());
    }

    @Test
    void limitsAreWhatTheyWereWhenTheirRowsWereWritten() {
        for (Limit limit : limits) {
            assertThat(found.get(limit.name())).as("%s: the row '%s' says %s", limit.name(), limit.row(), limit.shown())
                    .isEqualTo(limit.code());
        }
    }

    @Test
    void rowsShowTheLimitsThatAreSortedToThem() {
        for (Limit limit : limits) {
            assertThat(rows).as(limit.name()).containsKey(limit.row());
            assertThat(rows.get(limit.row())).as("%s in the row '%s'", limit.name(), limit.row())
                    .contains(limit.shown());
        }
    }

    @Test
    void rowsRestOnNumbersOfTheCodeOrOnSettings() {
        Set<String> named = limits.stream().map(Limit::row).collect(Collectors.toCollection(TreeSet::new));
        named.addAll(OF_SETTINGS);
        assertThat(named).containsExactlyInAnyOrderElementsOf(rows.keySet());
    }
}
