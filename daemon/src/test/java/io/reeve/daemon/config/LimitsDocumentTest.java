package io.reeve.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.ModuleOption;
import io.reeve.cluster.daemon.DaemonOptions;
import io.reeve.http.Hold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of limits names each option that moves one, with the default of its declaration, and no other. */
class LimitsDocumentTest {
    private static final Path DOCUMENT = Path.of("../src/site/markdown/limits.md");
    /** What moves a limit without being an option of the manager. */
    private static final Set<String> OTHERS = Set.of("REEVE_HEAP", "ulimit -n");

    private final List<Row> rows = new ArrayList<>();

    private record Row(String what, String howMuch, String beyond, String setting) {
        static Row of(String line) {
            String[] columns = line.substring(2, line.length() - 2).split(" \\| ", -1);
            assertThat(columns).as(line).hasSize(4).noneMatch(String::isBlank);
            return new Row(columns[0], columns[1], columns[2], columns[3]);
        }

        /** The settings in backticks. */
        List<String> settings() {
            String[] parts = setting.split("`", -1);
            List<String> names = new ArrayList<>();
            for (int i = 1; i < parts.length; i += 2) {
                names.add(parts[i]);
            }
            return names;
        }
    }

    @BeforeEach
    void read() throws IOException {
        Files.readAllLines(DOCUMENT)
                .stream()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .map(Row::of)
                .forEach(
                        rows::add);
        assertThat(rows).hasSizeGreaterThan(50);
    }

    @Test
    void rowsAreSortedBySubject() {
        assertThat(rows.stream().map(row -> row.what().toLowerCase(Locale.ROOT))).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void settingsAreThoseOfTheManagerOrOptionsOfTheCluster() {
        List<String> known = Stream.of(Settings.ALL.stream().map(Setting::option),
                DaemonOptions.ALL.stream().map(ModuleOption::name), OTHERS.stream()).flatMap(names -> names).toList();
        for (Row row : rows) {
            assertThat(known).as(row.what()).containsAll(row.settings());
            assertThat(row.setting()).as(row.what())
                    .matches(setting -> setting.equals("none") || !row.settings().isEmpty());
        }
    }

    @Test
    void requestsThatAreHeldAreBoundedAsTheTableSays() {
        Row held = rows.stream().filter(row -> row.what().startsWith("HTTP: requests held")).findFirst().orElseThrow();
        assertThat(held.howMuch()).startsWith(
                String.format(Locale.ROOT, "%,d with %d MiB; a quarter of both", Hold.REQUESTS, Hold.BYTES >> 20));
        assertThat(Hold.SHARE).isEqualTo(4);
        Row time = rows.stream().filter(row -> row.what().startsWith("HTTP: time that")).findFirst().orElseThrow();
        assertThat(time.howMuch()).isEqualTo(Settings.HOLD.defaultValue().orElseThrow().replaceFirst("s$", " s"));
        assertThat(time.settings()).containsExactly(Settings.HOLD.option());
    }

    @Test
    void everyOptionForASizeOrAPartIsThereWithItsDefault() {
        List<Setting<?>> limits = Settings.ALL.stream()
                .filter(setting -> Set.of("SIZE", "PERCENT").contains(setting.label()))
                .toList();
        assertThat(limits).hasSize(4);
        for (Setting<?> limit : limits) {
            String value = limit.defaultValue().orElseThrow();
            String shown = limit.label().equals("PERCENT") ? value + " %" : value.replaceFirst("(?=[KMG]iB)", " ");
            assertThat(rows.stream().filter(row -> row.settings().contains(limit.option())).map(Row::howMuch))
                    .as("%s with its default of %s", limit.option(), shown)
                    .anyMatch(howMuch -> howMuch.contains(shown));
        }
    }
}
