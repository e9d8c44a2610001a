package io.reeve.command.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Table;
import io.reeve.api.command.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** No control, format or line-breaking character of any category of Unicode reaches a terminal, in any format. */
class PrintableOutputTest {
    /** All characters that move the cursor, change directions or break lines; but not joiners, which languages need. */
    private static final String HARMFUL = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(PrintableOutputTest::isHarmful)
            .filter(c -> Character.getType(c) != Character.SURROGATE)
            .mapToObj(Character::toString)
            .collect(Collectors.joining("x"));

    private static boolean isHarmful(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> c != 0x200c && c != 0x200d;
            default -> false;
        };
    }

    @ParameterizedTest
    @EnumSource(ResultFormat.class)
    void noHarmfulCharacterIsShownWhereverItStands(ResultFormat format) {
        for (Object data : List.of(HARMFUL, List.of(HARMFUL, 1), Map.of(HARMFUL, HARMFUL),
                List.of(Map.of("a", HARMFUL, HARMFUL, 1)), Map.of("a", Map.of(HARMFUL, List.of(HARMFUL))),
                Map.of("a", List.of(HARMFUL)))) {
            assertHarmless(rendered(format, HandleCommandResult.data(data)));
        }
    }

    @Test
    void noHarmfulCharacterOfATextOrTableIsShownAndNoneMakesALine() {
        Table table = new Table("A", HARMFUL);
        table.row(HARMFUL, HARMFUL);
        String shown = rendered(ResultFormat.PLAIN,
                HandleCommandResult.data(1, Text.of("one " + HARMFUL).line(HARMFUL).table(table)));

        assertHarmless(shown);
        assertThat(shown.lines()).hasSize(4);
        assertThat(rendered(ResultFormat.PLAIN, HandleCommandResult.data(List.of(HARMFUL, HARMFUL))).lines())
                .hasSize(2);
        assertThat(rendered(ResultFormat.PLAIN, HandleCommandResult.data(Map.of(HARMFUL, HARMFUL))).lines()).hasSize(1);
    }

    @Test
    void aTextWithoutDataIsShownInEveryFormat() {
        HandleCommandResult result = new HandleCommandResult(0, new byte[0], "", null, Text.of("one\u001b[2J"));
        for (ResultFormat format : ResultFormat.values()) {
            assertThat(rendered(format, result)).isEqualTo("one?[2J\n");
        }
    }

    @Test
    void programsReadInJsonAndYamlWhatWasThere() throws Exception {
        Map<String, Object> data = Map.of("k" + HARMFUL, List.of(HARMFUL + "\ud83d\ude00 Grüße"));
        for (ResultFormat format : List.of(ResultFormat.JSON, ResultFormat.JSON_PRETTY)) {
            assertThat(new JsonMapper().readValue(rendered(format, HandleCommandResult.data(data)), Map.class))
                    .isEqualTo(data);
        }
        assertThat((Object) new Yaml().load(rendered(ResultFormat.YAML, HandleCommandResult.data(data))))
                .isEqualTo(data);
    }

    @Test
    void ordinaryTextOfAllLanguagesStaysAsItIs() {
        String text = "Grüße, 日本語, עברית, فارسی\u200cها, \ud83d\udc69\u200d\ud83d\ude80";
        for (ResultFormat format : ResultFormat.values()) {
            assertThat(rendered(format, HandleCommandResult.data(Map.of("k", text)))).contains(text);
        }
    }

    private static String rendered(ResultFormat format, HandleCommandResult result) {
        return new String(format.render(result).stdout(), StandardCharsets.UTF_8);
    }

    private static void assertHarmless(String text) {
        assertThat(text.codePoints().filter(c -> c != '\n' && isHarmful(c)).mapToObj(Integer::toHexString)).isEmpty();
    }
}
