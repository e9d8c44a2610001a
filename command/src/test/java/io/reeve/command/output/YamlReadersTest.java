package io.reeve.command.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.command.HandleCommandResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** A reader of YAML 1.1 reads each text as that text, and no other type. */
class YamlReadersTest {
    private static final List<String> TEXTS = List.of("12:30", "1:2:3", "2026-11-27", "2026-11-27T10:00:00Z", "yes",
            "No",
            "ON", "off", "y", "N", "true", "False", "null", "Null", "~", "=", "<<", "0o17", "017", "0x1F", "0b11",
            "1_000", "1e3", "1.5", ".5", "5.", "-1", "+1", ".inf", "-.INF", ".NaN", "", " ", " a", "a ", "a: b", "a #b",
            "#a", "- a", "-", "?", ": a", "a:", "[a]", "{a: b}", "&a", "*a", "!a", "|", ">", "'a'", "\"a\"", "%a", "@a",
            "`a", "a\nb", "a\n", "\na", "\ta", "a\tb", "--- a", "---", "...", "a, b", "osd.0", "mgr/hello/place",
            "127.0.0.1:9480", "http://h:1/", "1,000", "0", "00", "08", "1.0.0", "e3", "No way", "x=y", "\u0085",
            "\ufeff", "a\u00a0", "\\n", "\ud83d\ude00", "190:20:30.15", "685_230.15", "!!int 3", "<a>", "ü", "NaN");

    @Test
    void textsThatLookLikeSomethingElseAreReadAsText() {
        for (String text : TEXTS) {
            assertRead(text);
        }
    }

    @Test
    void randomTextsAreReadAsText() {
        Random random = new Random(7);
        String letters = "01279:._-+eEoxbnyNYftTaZ#~=<>[]{}&*!|'\"%@`?,; \t\n\\/ü\u0085\u2028\u001b\u202e";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(9); length >= 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertRead(text.toString());
        }
    }

    @Test
    void numbersAndTruthValuesKeepTheirTypes() {
        List<Object> values = new ArrayList<>(List.of(1, -7, 1.5, true, false, 1L << 40));
        values.add(null);
        assertThat((Object) new Yaml().load(yaml(values))).isEqualTo(values);
    }

    @Test
    void namesNeedNoQuotes() {
        assertThat(yaml(Map.of("osd.0", List.of("up", "10 in", "mgr/hello/place", "no such key")))).isEqualTo(
                "osd.0:\n- up\n- \"10 in\"\n- mgr/hello/place\n- no such key\n");
    }

    private static void assertRead(String text) {
        for (Object data : List.of(text, List.of(text), Map.of("k", text), Map.of(text, List.of(text)))) {
            String yaml = yaml(data);
            assertThat((Object) new Yaml().load(yaml)).as("%s", yaml).isEqualTo(data);
        }
    }

    private static String yaml(Object data) {
        return new String(ResultFormat.YAML.render(HandleCommandResult.data(data)).stdout(), StandardCharsets.UTF_8);
    }
}
