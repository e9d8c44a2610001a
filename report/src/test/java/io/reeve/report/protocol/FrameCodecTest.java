package io.reeve.report.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Frames go through the codec unchanged, and whatever else comes is refused by one exception. */
class FrameCodecTest {
    /** Daemons never see these; managers' tests do. */
    private static final Set<Class<?>> OF_MANAGERS = Set.of(Frame.Drain.class, Frame.Draining.class, Frame.Audit.class,
            Frame.Audited.class);

    @Test
    void eachKindOfFrameComesBackAsItWas() throws NotOursException {
        for (Frame frame : Vectors.all().values()) {
            assertThat(FrameCodec.read(FrameCodec.write(frame))).usingRecursiveComparison().isEqualTo(frame);
        }
    }

    @Test
    void noKindOfFrameIsForgotten() {
        Set<Class<?>> known = new HashSet<>();
        Vectors.all().values().forEach(frame -> known.add(frame.getClass()));
        List<Class<?>> all = Stream
                .concat(Arrays.stream(Frame.class.getPermittedSubclasses()),
                        Arrays.stream(DaemonFrame.class.getPermittedSubclasses()))
                .filter(kind -> !kind.isInterface() && !OF_MANAGERS.contains(kind))
                .toList();
        assertThat(known).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void bytesByChanceAreRefusedByName() {
        Random random = new Random(20_261_122);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            assertReadOrRefused(bytes);
        }
    }

    @Test
    void damagedFramesAreReadOrRefusedByName() {
        Random random = new Random(4_711);
        List<byte[]> frames = new ArrayList<>();
        Vectors.all().values().forEach(frame -> frames.add(FrameCodec.write(frame)));
        for (int i = 0; i < 300_000; i++) {
            assertReadOrRefused(damage(frames.get(random.nextInt(frames.size())).clone(), random, frames));
        }
    }

    private static byte[] damage(byte[] frame, Random random, List<byte[]> frames) {
        for (int n = random.nextInt(4); n >= 0; n--) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        }
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(frame, 1 + random.nextInt(frame.length + 8));
        }
        if (random.nextInt(4) == 0) {
            byte[] other = frames.get(random.nextInt(frames.size()));
            int from = random.nextInt(Math.min(frame.length, other.length));
            System.arraycopy(other, from, frame, from, Math.min(frame.length, other.length) - from);
        }
        return frame;
    }

    private static void assertReadOrRefused(byte[] bytes) {
        try {
            Frame frame = FrameCodec.read(bytes);
            assertThat(FrameCodec.write(frame)).isNotEmpty();
        } catch (NotOursException refused) {
            assertThat(refused.what()).isNotEmpty();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("not refused by name: " + java.util.HexFormat.of().formatHex(bytes), e);
        }
    }

    @Test
    void refusalsNameTheFrameAndTheKey() {
        assertRefused(new DaemonFrame.Open("we.b", "1", false, java.util.Map.of()), "type 'we.b'");
        assertRefused(new DaemonFrame.Open("web", "", false, java.util.Map.of()), "id ''");
        assertRefused(new DaemonFrame.Open("web", "a\nb", false, java.util.Map.of()), "id 'a\\u000ab'");
        assertRefused(new DaemonFrame.Open("web\u202e", "a", false, java.util.Map.of()), "type 'web\\u202e'");
        assertRefused(new DaemonFrame.Configure(1, 0, 0), "'configure' has 'period' = 0");
        assertRefused(new DaemonFrame.Close(-1), "'close' has 'epoch' = -1");
        assertRefused(new DaemonFrame.Update(java.util.Map.of("k", "x".repeat(20_000))), "20000 characters");
    }

    @Test
    void namesInReportsHaveNoControlOrFormatCharacters() {
        assertRefused(report(null, null, new FilesystemRole("a\u001b[2J", 0, "up:active")), "'fs' = 'a\\u001b[2J'");
        assertRefused(report(null, List.of(new PlacementGroup("1.0", "active\n", 1, 1)), null),
                "'state' = 'active\\u000a'");
        assertRefused(report(List.of(new HealthMetric("SLOW\u202e", 1, 0)), null, null), "'type' = 'SLOW\\u202e'");
        assertThatThrownBy(() -> CounterSpec.of("a.b\nc", CounterType.GAUGE)).hasMessageContaining("'a.b\\u000ac'");
    }

    @Test
    void halfASurrogatePairIsSentAsAQuestionMarkInNamesAndTexts() throws Exception {
        String half = "\ud83d";
        Frame sent = new DaemonFrame.Update(java.util.Map.of("a" + half, half + "b" + half, "whole", "\ud83d\ude00"));
        assertThat(FrameCodec.read(FrameCodec.write(sent)))
                .isEqualTo(
                        new DaemonFrame.Update(java.util.Map.of("a?", "?b?", "whole", "\ud83d\ude00")));
    }

    @Test
    void aRankBeyondThoseOfCephIsRefusedAndTheLastOneIsRead() throws Exception {
        assertRefused(report(null, null, new FilesystemRole("fs", 256, "up:active")), "'rank' = 256");
        assertRefused(report(null, null, new FilesystemRole("fs", Integer.MAX_VALUE, "up:active")),
                "'rank' = 2147483647");
        assertRefused(report(null, null, new FilesystemRole("fs", -2, "up:active")), "'rank' = -2");
        Frame last = report(null, null, new FilesystemRole("fs", 255, "up:active"));
        assertThat(FrameCodec.write(FrameCodec.read(FrameCodec.write(last)))).isEqualTo(FrameCodec.write(last));
    }

    private static Frame report(@Nullable List<HealthMetric> health, @Nullable List<PlacementGroup> groups,
            @Nullable FilesystemRole role) {
        return new DaemonFrame.Report(List.of(1), List.of(), new long[]{1}, null, null, health, groups, role);
    }

    private static void assertRefused(Frame frame, String why) {
        assertThatThrownBy(() -> FrameCodec.read(FrameCodec.write(frame))).isInstanceOf(NotOursException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aSmallFrameOfVeryManyThingsIsRefused() {
        byte[] bytes = new byte[4 << 20];
        Arrays.fill(bytes, (byte) 0x80); // empty lists
        bytes[0] = (byte) 0x9f; // in a list without an end
        assertThatThrownBy(() -> FrameCodec.read(bytes)).isInstanceOf(NotOursException.class);
    }

    @Test
    void whateverIsWrittenHasADefiniteLength() {
        String text = "\u00e4".repeat(100_000);
        Map<String, Object> command = new HashMap<>(Map.of("words", List.of("say", text), text, text, "map",
                Map.of("list", List.of(1, -1L, 1.5, true), "bytes", new byte[100_000])));
        command.put("null", null);
        byte[] frame = FrameCodec.write(new DaemonFrame.Command(1, 1, command, new byte[100_000]));
        skip(ByteBuffer.wrap(frame));
        Vectors.all().values().forEach(vector -> skip(ByteBuffer.wrap(FrameCodec.write(vector))));
    }

    /** Skips one CBOR item (RFC 8949, 3) that holds nothing of indefinite length. */
    private static void skip(ByteBuffer cbor) {
        int head = cbor.get() & 0xff;
        assertThat(head & 31).as("31 is an indefinite length, 28 to 30 are nothing").isLessThan(28);
        long number = switch (head & 31) {
            case 24 -> cbor.get() & 0xff;
            case 25 -> cbor.getShort() & 0xffff;
            case 26 -> cbor.getInt() & 0xffffffffL;
            case 27 -> cbor.getLong();
            default -> head & 31;
        };
        int major = head >> 5;
        if (major == 2 || major == 3) {
            cbor.position(cbor.position() + Math.toIntExact(number));
        }
        for (long left = major == 4 ? number : major == 5 ? 2 * number : 0; left > 0; left--) {
            skip(cbor);
        }
    }
}
