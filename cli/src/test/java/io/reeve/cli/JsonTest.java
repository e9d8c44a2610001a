package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** JSON of both readers: what the quick one takes means the same to Jackson. */
class JsonTest {
    private static final List<String> PIECES = List.of("{", "}", "[", "]", ":", ",", "\"a\"", "\"b\\n\\u00e9\\\"\"",
            "\"\\ud83d\\ude00\"", "\"", "\\", "\\u12", "1", "-1", "0", "01", "-0", "2147483648", "-9223372036854775808",
            "123456789012345678", "99999999999999999999", "1.5", "1e3", "true", "false", "null", "nul", "tru", " ",
            "\n",
            "\t", "ü", "\u0001", "\"k\":1", "\"k\":", "{\"a\":", "{}", "[]");

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatManagersWriteIsReadWithoutJackson() {
        String json = """
                {"epoch": 7, "available": true, "active_gid": 4294967296, "standbys": [{"name": "b", "url": null}, []],
                 "self": {"connected": false, "any_node_commands": ["mgr stat"]}, "e": {}, "text": "ü\\u00fc\\t\\"\\\\/"}
                """;
        assertThat(PlainJson.read(utf8(json))).contains(Map.of("epoch", 7, "available", true, "active_gid",
                4_294_967_296L, "standbys", List.of(Map.of("name", "b"), List.of()), "self",
                Map.of("connected", false, "any_node_commands", List.of("mgr stat")), "e", Map.of(), "text",
                "üü\t\"\\/"));
    }

    @Test
    void fractionsLargeNumbersDepthAndMistakesAreLeftToJackson() {
        for (String json : new String[]{"{\"a\":1.5}", "{\"a\":99999999999999999999}", "{\"a\":[null]}", "[]", "", "{",
                "{\"a\"}", "{\"a\":1,}", "{a:1}", "{\"a\":01}", "{\"a\":\"\n\"}", "{\"a\":tru}", "{\"a\":-}",
                "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}"}) {
            assertThat(PlainJson.read(utf8(json))).as(json).isEmpty();
        }
        assertThat(Json.read(utf8("{\"a\":1.5}"))).isEqualTo(Map.of("a", 1.5));
        assertThatThrownBy(() -> Json.read(utf8("<html>"))).hasMessage("it is not JSON");
        assertThatThrownBy(() -> Json.read(utf8("[1]"))).hasMessage("it is not a JSON object");
        assertThatThrownBy(() -> Json.read(new byte[]{'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .hasMessage("it is not JSON");
    }

    @Test
    void bothReadersAgree() {
        Random random = new Random(11);
        int compared = 0;
        for (int round = 0; round < 200_000; round++) {
            StringBuilder json = new StringBuilder("{\"a\":");
            for (int length = random.nextInt(6); length >= 0; length--) {
                json.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            byte[] bytes = utf8(json.append('}').toString());
            Optional<Map<String, Object>> plain = PlainJson.read(bytes);
            if (plain.isPresent()) {
                assertThat(plain.get()).as("%s", json).isEqualTo(JacksonJson.read(bytes));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(5_000);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c < 0x300; c++) {
            all.appendCodePoint(c);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("words", List.of("a", all.toString(), "😀\u2028", ""));
        object.put("retry", true);
        object.put("epoch", 5L);
        object.put("inbuf", new byte[]{0, 1, (byte) 0xff, 9});
        byte[] written = Json.write(object);
        assertThat(JacksonJson.read(written)).isEqualTo(Map.of("words", object.get("words"), "retry", true, "epoch", 5,
                "inbuf", "AAH/CQ=="));
        assertThat(Json.read(written)).isEqualTo(JacksonJson.read(written));
    }
}
