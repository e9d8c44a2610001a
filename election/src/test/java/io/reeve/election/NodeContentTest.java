package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.election.testing.TestManager;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Numbers in nodes: each is within what JSON readers keep exactly, or the node is garbage. */
class NodeContentTest {
    private static final long LIMIT = 1L << 53;

    private interface Read {
        Object of(byte[] bytes) throws NodeContent.GarbageException;
    }

    /** A text with {@code N} for the number, and its reader. */
    private static Map<String, Read> readers() {
        var self = TestManager.describe("m", 0);
        String manager = text(NodeContent.write(self)).replace("\"gid\":" + self.gid(), "\"gid\":N");
        String active = text(NodeContent.write(NodeContent.Active.starting(self, 7, Instant.EPOCH)));
        Map<String, Read> readers = new LinkedHashMap<>();
        readers.put("{\"epoch\":N,\"down\":false}", NodeContent::readEpoch);
        readers.put(manager, bytes -> NodeContent.readManager("m", bytes));
        readers.put(active.replace("\"gid\":" + self.gid(), "\"gid\":N"),
                bytes -> NodeContent.read(bytes, NodeContent.Active.class));
        readers.put(active.replace("\"epoch\":7", "\"epoch\":N"),
                bytes -> NodeContent.read(bytes, NodeContent.Active.class));
        readers.put("{\"name\":\"m\",\"gid\":N,\"priority\":0}",
                bytes -> NodeContent.read(bytes, NodeContent.Ticket.class));
        readers.put("{\"epoch\":N,\"since\":\"2026-11-23T00:00:00Z\",\"why\":\"\"}",
                bytes -> NodeContent.read(bytes, NodeContent.Past.class));
        readers.put("{\"epoch\":1,\"gid\":N,\"since\":\"2026-11-23T00:00:00Z\",\"why\":\"\"}",
                bytes -> NodeContent.read(bytes, NodeContent.Past.class));
        return readers;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ThrowingCallable reading(String text, String number, Read reader) {
        return () -> reader.of(text.replace("N", number).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void numbersBeyondTheLimitsAreGarbageInEveryNode() {
        List<String> numbers = new ArrayList<>(List.of("-1", Long.toString(LIMIT), Long.toString(Long.MAX_VALUE),
                Long.toString(Long.MIN_VALUE), "9223372036854775808", "-9223372036854775809", "1.0", "1e3", "\"1\"",
                "true"));
        for (long seed = 0; seed < 100; seed++) {
            RandomGenerator random = new Random(seed);
            numbers.add(Long.toString(random.nextLong(LIMIT, Long.MAX_VALUE)));
            numbers.add(Long.toString(random.nextLong(Long.MIN_VALUE, 0)));
        }
        readers().forEach((text, reader) -> numbers.forEach(number -> {
            assertThatThrownBy(reading(text, number, reader)).as("%s in %s", number, text)
                    .isInstanceOf(NodeContent.GarbageException.class);
        }));
    }

    @Test
    void numbersWithinTheLimitsAreRead() {
        for (long seed = 0; seed < 100; seed++) {
            long number = new Random(seed).nextLong(1, LIMIT - 1);
            readers().forEach((text, reader) -> assertThatCode(reading(text, Long.toString(number), reader))
                    .as("%d in %s", number, text)
                    .doesNotThrowAnyException());
        }
    }

    @Test
    void anEpochWithoutANumberOrWithoutASuccessorIsGarbage() {
        for (String text : List.of("{}", "{\"down\":true}", "{\"epoch\":null}", "{\"epoch\":" + (LIMIT - 1) + "}")) {
            assertThatThrownBy(reading(text, "", NodeContent::readEpoch)).as(text)
                    .isInstanceOf(NodeContent.GarbageException.class);
        }
        assertThat(History.isEpoch(Long.toString(LIMIT))).isFalse();
        assertThat(History.isEpoch("12")).isTrue();
    }

    @Test
    void aConnectionDoesNotStandInTheListOfWhichOlderManagersKnowAllKinds() throws Exception {
        var drain = new NodeContent.Request("1", new PeerRequest.HandOver(7, new StepDown("why", true)));
        var audit = new NodeContent.Request("2", new PeerRequest.Audit("digest"));
        var connect = new NodeContent.Request("3", new PeerRequest.Connect(5));
        byte[] written = NodeContent.writeManager(TestManager.describe("m", 0), List.of(connect, drain, audit));
        assertThat(text(written)).contains("\"requests\":["
                + "{\"nonce\":\"1\",\"kind\":\"drain\",\"epoch\":7,\"text\":\"why\",\"down\":true},"
                + "{\"nonce\":\"2\",\"kind\":\"audit\",\"epoch\":0,\"text\":\"digest\",\"down\":false}]")
                .contains("\"connects\":[{\"nonce\":\"3\",\"gid\":5}]");
        assertThat(NodeContent.readRequests(written)).containsExactlyInAnyOrder(drain, audit, connect);
    }

    @Test
    void aRequestThatCannotBeReadIsLeftOutAndTheOthersAreRead() throws Exception {
        String audit = "{\"nonce\":\"2\",\"kind\":\"audit\",\"epoch\":0,\"text\":\"digest\",\"down\":false}";
        String text = "{\"requests\":[" + audit.replace("audit", "tomorrow's") + ",null,7," + audit
                + "],\"connects\":[{\"nonce\":\"3\",\"gid\":0},{\"nonce\":\"4\",\"gid\":5}]}";
        assertThat(NodeContent.readRequests(text.getBytes(StandardCharsets.UTF_8))).containsExactly(
                new NodeContent.Request("2", new PeerRequest.Audit("digest")),
                new NodeContent.Request("4", new PeerRequest.Connect(5)));
        assertThat(NodeContent.readRequests("{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void anUnableManagerHasTheLowestPriorityForOlderOnesAndItsOwnAmongTheUnable() throws Exception {
        byte[] written = NodeContent.write(NodeContent.Ticket.of("m", 3, 5, "its disk is full"));
        assertThat(text(written)).contains("\"priority\":" + Integer.MIN_VALUE).contains("\"rank\":5");
        var unable = NodeContent.read(written, NodeContent.Ticket.class);
        assertThat(unable.goesBefore(false, 4)).isTrue();
        assertThat(unable.goesBefore(false, 5)).isFalse();
        assertThat(unable.goesBefore(true, 0)).isFalse();
        var older = NodeContent.read("{\"name\":\"o\",\"gid\":4,\"priority\":0}".getBytes(StandardCharsets.UTF_8),
                NodeContent.Ticket.class);
        assertThat(older.goesBefore(false, 5)).as("the older one before the unable one").isTrue();
        assertThat(older.goesBefore(true, 5)).isFalse();
        assertThat(NodeContent.Ticket.of("m", 3, 5, null).priority()).isEqualTo(5);
    }
}
