package io.reeve.report.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The hexadecimal test vectors in protocol.md are what the codec reads and writes. */
class ProtocolDocumentTest {
    private static final Pattern VECTOR = Pattern.compile("```hex ([a-z-]+)\n([0-9a-f\\s]+)```");

    private static Map<String, byte[]> documented() throws IOException {
        Map<String, byte[]> vectors = new LinkedHashMap<>();
        Matcher matcher = VECTOR.matcher(Files.readString(Path.of("../src/site/markdown/protocol.md")));
        while (matcher.find()) {
            byte[] frame = HexFormat.of().parseHex(matcher.group(2).replaceAll("\\s", ""));
            assertThat(java.nio.ByteBuffer.wrap(frame).getInt()).as("the length of " + matcher.group(1))
                    .isEqualTo(frame.length - 4);
            vectors.put(matcher.group(1), java.util.Arrays.copyOfRange(frame, 4, frame.length));
        }
        return vectors;
    }

    @Test
    void everyKindOfFrameHasAVectorAndEachIsWhatTheCodecWrites() throws IOException {
        Map<String, byte[]> documented = documented();
        assertThat(documented.keySet()).isEqualTo(Vectors.all().keySet());
        Vectors.all()
                .forEach((name, frame) -> assertThat(documented.get(name)).as(name)
                        .asHexString()
                        .isEqualTo(HexFormat.of().withUpperCase().formatHex(FrameCodec.write(frame))));
    }

    @Test
    void everyVectorIsReadAsTheFrameThatItStandsFor() throws Exception {
        for (Map.Entry<String, byte[]> vector : documented().entrySet()) {
            assertThat(FrameCodec.read(vector.getValue())).as(vector.getKey())
                    .usingRecursiveComparison()
                    .isEqualTo(Vectors.all().get(vector.getKey()));
        }
    }
}
