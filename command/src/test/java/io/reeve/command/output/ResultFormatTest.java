package io.reeve.command.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.command.HandleCommandResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ResultFormatTest {
    private record Standby(String name, long gid, Instant sinceWhen, Optional<String> url) {}

    private static final Standby B = new Standby("b", 12, Instant.parse("2026-11-22T10:00:00Z"), Optional.empty());
    private static final Standby C = new Standby("with blanks", 1234, Instant.EPOCH, Optional.of("http://c"));

    @Test
    void writesRecordsAsJsonWithTheFieldsKeys() {
        assertThat(render(ResultFormat.JSON, B)).isEqualTo(
                "{\"name\":\"b\",\"gid\":12,\"since_when\":\"2026-11-22T10:00:00Z\",\"url\":null}");
        assertThat(render(ResultFormat.JSON_PRETTY, Map.of("a", List.of(1, 2.5, true)))).isEqualTo("""
                {
                  "a" : [ 1, 2.5, true ]
                }""");
    }

    @Test
    void writesYaml() {
        assertThat(render(ResultFormat.YAML, new TreeMap<>(Map.of("a", "5", "b", 5, "c", List.of("x", "true")))))
                .isEqualTo("""
                        a: "5"
                        b: 5
                        c:
                        - x
                        - "true\"""");
    }

    @Test
    void alignsTablesForPeople() {
        assertThat(render(ResultFormat.PLAIN, List.of(B, C))).isEqualTo("""
                NAME          GID  SINCE WHEN            URL
                b              12  2026-11-22T10:00:00Z
                with blanks  1234  1970-01-01T00:00:00Z  http://c""");
    }

    @Test
    void alignsKeysAndValuesForPeople() {
        Map<String, Object> map = new TreeMap<>(Map.of("epoch", 5, "active_name", "a", "names", List.of("b", "c")));

        assertThat(render(ResultFormat.PLAIN, map)).isEqualTo("""
                active_name:  a
                epoch:        5
                names:        b,c""");
        assertThat(render(ResultFormat.PLAIN, List.of("x", "y"))).isEqualTo("x\ny");
        assertThat(render(ResultFormat.PLAIN, 5)).isEqualTo("5");
        assertThat(render(ResultFormat.PLAIN, List.of())).isEmpty();
    }

    @Test
    void showsDeepDataAsJsonToPeopleToo() {
        Object deep = Map.of("a", Map.of("b", 1));

        assertThat(render(ResultFormat.PLAIN, deep)).isEqualTo(render(ResultFormat.JSON_PRETTY, deep));
    }

    @Test
    void prefersTheTextMadeForPeopleInPlainOnly() {
        HandleCommandResult result = HandleCommandResult.data(Map.of("a", 1), "one a");

        assertThat(text(ResultFormat.PLAIN.render(result))).isEqualTo("one a\n");
        assertThat(text(ResultFormat.JSON.render(result))).isEqualTo("{\"a\":1}\n");
        assertThat(text(ResultFormat.JSON.render(HandleCommandResult.ok("as is")))).isEqualTo("as is");
    }

    @Test
    void refusesDataThatIsNone() {
        assertThatThrownBy(() -> render(ResultFormat.JSON, List.of(new Object()))).hasMessageContaining(
                "the result contains a java.lang.Object: use Map, List");
        List<Object> loop = new ArrayList<>();
        loop.add(loop);
        assertThatThrownBy(() -> render(ResultFormat.JSON, loop)).hasMessageContaining("does it contain itself");
    }

    @Test
    void keepsLongCellsOnOneLine() {
        assertThat(render(ResultFormat.PLAIN, List.of(Map.of("a", "word ".repeat(60).strip()))).lines()).hasSize(2);
        assertThat(render(ResultFormat.PLAIN, List.of(Map.of("a", "line1\nline2"))).lines()).hasSize(2);
    }

    private static String render(ResultFormat format, Object data) {
        String text = text(format.render(HandleCommandResult.data(data)));
        assertThat(text.isEmpty() || text.endsWith("\n")).isTrue();
        return text.isEmpty() ? text : text.substring(0, text.length() - 1);
    }

    private static String text(HandleCommandResult result) {
        return new String(result.stdout(), StandardCharsets.UTF_8);
    }

    @Test
    void anAnswerBeyondTheLimitIsRefusedInEveryFormatBeforeItIsWhole() {
        String megabyte = "x".repeat(1 << 20);
        List<Map<String, String>> rows = java.util.Collections.nCopies(100, Map.of("a", megabyte));
        java.util.Iterator<Integer> endless = java.util.stream.Stream.iterate(1, i -> i + 1).iterator();
        for (ResultFormat format : ResultFormat.values()) {
            for (Object data : List.of(rows, (Iterable<Integer>) () -> endless)) {
                org.assertj.core.api.Assertions.assertThatThrownBy(() -> render(format, data))
                        .as("%s", format)
                        .isInstanceOf(AnswerTooLargeException.class)
                        .hasMessageContaining("67108864 bytes");
            }
        }
    }

    @Test
    void aTableThatItsPaddingMakesTooLargeIsRefused() {
        List<Map<String, String>> rows = new java.util.ArrayList<>(
                java.util.Collections.nCopies(100_000, Map.of("a", "x")));
        rows.add(Map.of("a", "x".repeat(1000)));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> render(ResultFormat.PLAIN, rows))
                .isInstanceOf(AnswerTooLargeException.class);
        assertThat(render(ResultFormat.JSON, rows)).hasSizeBetween(1_000_000, 1_000_000 + 100_000);
    }
}
