package io.reeve.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommandReplyTest {
    private static JsonNode json(byte[] stdout, String stderr) throws Exception {
        return new ObjectMapper().readTree(new CommandReply(-27, stdout, stderr, "i", 7).toJson());
    }

    @Test
    void theBodyIsJsonWithTheNameOfTheErrno() throws Exception {
        assertThat(
                new String(new CommandReply(-27, "a\n\"".getBytes(StandardCharsets.UTF_8), "e\u0001", "i", 7).toJson(),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"status\":-27,\"errno\":\"EFBIG\",\"stdout\":\"a\\n\\\"\","
                        + "\"stderr\":\"e\\u0001\",\"id\":\"i\",\"epoch\":7}");
    }

    @Test
    void anyBytesComeBack() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int[] points = random.ints(random.nextInt(20_000), 0, 0x11000)
                    .filter(p -> p < 0xd800 || p > 0xdfff)
                    .toArray();
            String text = new String(points, 0, points.length);
            assertThat(json(text.getBytes(StandardCharsets.UTF_8), "").get("stdout").asText()).as("seed %d", seed)
                    .isEqualTo(text);
            byte[] bytes = new byte[1 + random.nextInt(50)];
            random.nextBytes(bytes);
            bytes[bytes.length - 1] = (byte) 0xc3; // the first byte of two
            JsonNode coded = json(bytes, "\ud800");
            assertThat(coded.get("stdout_encoding").asText()).as("seed %d", seed).isEqualTo("base64");
            assertThat(Base64.getDecoder().decode(coded.get("stdout").asText())).isEqualTo(bytes);
            assertThat(coded.get("stderr").asText()).isEqualTo("?");
        }
    }
}
