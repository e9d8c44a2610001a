package io.reeve.report.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The hexadecimal test vectors in protocol.md are what the codec reads and writes. */
class ProtocolDocumentTest {
    private static final Pattern VECTOR = Pattern.compile("```hex ([a-z-]+)\n([0-9a-f\\s]+)```");

    private static Map<String, byte[]> documented() throws IOException {
        Map<String, byte[]> vectors = new LinkedHashMap<>();
        Matcher matcher = VECTOR.matcher(Files.readString(Path.of("../src/site/markdown/protocol.md")));
        while (matcher.find()) {
            byte[] frame = HexFormat.of().parseHex(matcher.group(2).replaceAll("\\s", ""));
            assertThat(ByteBuffer.wrap(frame).getInt()).as("the length of " + matcher.group(1))
                    .isEqualTo(frame.length - 4);
            vectors.put(matcher.group(1), java.util.Arrays.copyOfRange(frame, 4, frame.length));
        }
        return vectors;
    }

    @Test
    void everyKindOfFrameHasAVectorAndEachIsWhatTheCodecWrites() throws IOException {
        Map<String, byte[]> documented = documented();
        assertThat(documented.keySet()).as("vectors; the document lacks:%n%s", lacking(documented))
                .isEqualTo(Vectors.all().keySet());
        Vectors.all()
                .forEach((name, frame) -> assertThat(documented.get(name))
                        .as("%s, which is%n%s", name, block(name, FrameCodec.write(frame)))
                        .asHexString()
                        .isEqualTo(HexFormat.of().withUpperCase().formatHex(FrameCodec.write(frame))));
    }

    private static String lacking(Map<String, byte[]> documented) {
        return Vectors.all()
                .entrySet()
                .stream()
                .filter(vector -> !documented.containsKey(vector.getKey()))
                .map(vector -> block(vector.getKey(), FrameCodec.write(vector.getValue())))
                .collect(Collectors.joining("\n"));
    }

    /** A vector as the document shows it, to be copied from a failure. */
    private static String block(String name, byte[] frame) {
        byte[] whole = ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array();
        String lines = HexFormat.of().formatHex(whole).replaceAll(".{112}(?=.)", "$0\n");
        return "```hex " + name + "\n" + lines + "\n```\n";
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
