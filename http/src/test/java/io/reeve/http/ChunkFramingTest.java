package io.reeve.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkFramingTest {
    private static final String NEXT = "\nGET / HTTP/1.1\n\n";

    @ParameterizedTest
    @ValueSource(strings = {"0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n", "0003\r\nabc\r\n000\r\n\r\n",
            "A;name=\"a value\";b\r\n0123456789\r\n0\r\nTrailer: x\r\nMore: y\r\n\r\n", "3\r\n\n\r\n\r\n0\r\n\r\n"})
    void bodyByTheRfcPassesHoweverItIsCutUp(String body) throws IOException {
        for (long seed = 0; seed < 50; seed++) {
            var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            ChunkFraming framing = new ChunkFraming();
            byte[] bytes = (body + NEXT).getBytes(ISO_8859_1);
            for (int at = 0; at < bytes.length;) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(4));
                framing.check(ByteBuffer.wrap(bytes, at, length));
                at += length;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3\nabc\r\n0\r\n\r\n", "3\r\nabc\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n",
            "3\r\nab\r\n0\r\n\r\n",
            "+3\r\nabc\r\n", "-3\r\nabc\r\n", "0x3\r\nabc\r\n", " 3\r\nabc\r\n", "3 \r\nabc\r\n", "\r\n3\r\nabc\r\n",
            ";\r\n",
            "3;a\nb\r\nabc\r\n", "3;a\0\r\nabc\r\n", "3\r\r\nabc\r\n", "0\r\n\n", "0\n\r\n", "0\r\nA: b\n\r\n",
            "10000000000000000\r\n", "\u0663\r\nabc\r\n"})
    void bodyThatIsNotByTheRfcIsRefused(String body) {
        assertThatThrownBy(() -> new ChunkFraming().check(ByteBuffer.wrap(body.getBytes(ISO_8859_1))))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3;%s\r\nabc\r\n", "0\r\nA: %s\r\n"})
    void extensionsAndTrailersAreBounded(String body) {
        String huge = body.formatted("x".repeat(9000));
        assertThatThrownBy(() -> new ChunkFraming().check(ByteBuffer.wrap(huge.getBytes(ISO_8859_1))))
                .hasMessageContaining("8192");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void checkLeavesTheBufferAsItIs(long seed) throws IOException {
        byte[] bytes = "3\r\nabc\r\n0\r\n\r\n".getBytes(ISO_8859_1);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, (int) (bytes.length - seed));
        new ChunkFraming().check(buffer);
        assertThat(buffer.position()).isZero();
        assertThat(buffer.remaining()).isEqualTo((int) (bytes.length - seed));
    }
}
