package io.reeve.reportport.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.reeve.api.command.Errno;
import io.reeve.report.protocol.DaemonFrame.Command;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Reply;
import io.reeve.report.protocol.DaemonFrame.Report;
import io.reeve.report.protocol.DaemonFrame.Update;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.FrameCodec;
import io.reeve.report.protocol.Identity;
import io.reeve.report.testing.Frames;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What all connections together may take: whoever holds most is ended, and the others do not notice. */
class BudgetTest {
    private static final int FRAMES = 1 << 20;
    private final Port port = new Port("a", 1, SessionLimits.standard(), FRAMES).active(1);
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        port.close();
    }

    private static byte[] bytes(Frame frame) throws IOException {
        byte[] body = FrameCodec.write(frame);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(body.length);
        data.write(body);
        return out.toByteArray();
    }

    /** Begins a frame of that length, and sends so many of its bytes. */
    private static void half(Socket socket, int length, int sent) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(length);
        out.write(new byte[sent]);
        out.flush();
    }

    private Socket keep(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private static Report status(String text) {
        return new Report(List.of(), List.of(), new long[0], Map.of("text", text), null, null, null, null);
    }

    /** Why the manager has ended a connection; null if it has said nothing for a moment. */
    private static @Nullable String failure(Socket socket) {
        try {
            socket.setSoTimeout(100);
            return Frames.read(socket) instanceof Frame.Failure failure ? failure.message() : null;
        } catch (IOException open) {
            return null;
        }
    }

    /** What those that have been ended since are told; they are taken out of the list. */
    private static List<String> told(List<Socket> open) {
        List<String> told = new ArrayList<>();
        open.removeIf(socket -> {
            String failure = failure(socket);
            return failure != null && told.add(failure);
        });
        return told;
    }

    @Test
    void halfFramesOfManyDaemonsEndThoseThatHoldMostAndNoOther() throws IOException {
        Socket good = keep(port.open("web", "good", 1));
        byte[] report = bytes(status("x".repeat(16_000)));
        good.getOutputStream().write(report, 0, 8_000);
        List<Socket> greedy = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Socket socket = keep(port.open("web", "greedy" + i, 10 + i));
            greedy.add(socket);
            half(socket, 4 << 20, 300_000);
        }
        await().untilAsserted(() -> assertThat(port.report.daemonFrames().total()).isBetween(1L, (long) FRAMES));
        List<String> failures = new ArrayList<>();
        await().untilAsserted(() -> {
            failures.addAll(told(greedy));
            assertThat(failures).as("three of 300,000 bytes fit").hasSizeGreaterThanOrEqualTo(9);
        });
        assertThat(failures).allMatch(f -> f.contains("report-frames") && f.contains("1048576 bytes"));
        good.getOutputStream().write(report, 8_000, report.length - 8_000);
        await().until(() -> port.reports.of("web.good").get(0).reports.size() == 1);
        await().untilAsserted(() -> assertThat(UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
                .as("direct memory")
                .isLessThan(1 << 20));
    }

    @Test
    void commandsOfOneDaemonLeaveRoomForFramesAndCommandsOfOthers() throws IOException {
        port.answering = new CountDownLatch(1);
        Socket greedy = keep(port.open("web", "greedy", 1));
        Socket good = keep(port.open("web", "good", 2));
        int sent = 16;
        for (int i = 0; i < sent; i++) {
            Frames.write(greedy, new Command(i, 0, Map.of("prefix", "slow"), new byte[100_000]));
        }
        Frames.write(greedy, new Frame.Ping(sent, 0));
        int running = sent;
        while (Frames.read(greedy) instanceof Reply reply) {
            assertThat(reply.status()).isEqualTo(-Errno.EAGAIN.number());
            assertThat(reply.err()).contains("setting report-frames");
            running--;
        }
        assertThat(running).isPositive();
        int ran = running;
        await().until(() -> port.commands.get() == ran);
        byte[] report = bytes(status("x".repeat(16_000)));
        good.getOutputStream().write(report, 0, 8_000);
        Socket other = keep(port.open("web", "other", 3));
        half(other, 4 << 20, 200_000);
        await().untilAsserted(
                () -> assertThat(port.report.daemonFrames().total()).isGreaterThan(ran * 100_000 + 200_000));
        Frames.write(keep(port.open("web", "asking", 4)),
                new Command(1, 0, Map.of("prefix", "slow"), new byte[100_000]));
        await().untilAsserted(() -> assertThat(port.commands).as("commands that run").hasValue(ran + 1));
        good.getOutputStream().write(report, 8_000, report.length - 8_000);
        await().until(() -> port.reports.of("web.good").get(0).reports.size() == 1);
        greedy.close();
        other.close();
        port.answering.countDown();
        await().until(() -> port.report.daemonFrames().total() == 0);
    }

    @Test
    void halfHellosOfStrangersEndStrangersOnly() throws IOException {
        Socket good = keep(port.open("web", "good", 1));
        List<Socket> strangers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Socket socket = keep(port.connect());
            strangers.add(socket);
            half(socket, 64 << 10, 60_000);
        }
        List<String> failures = new ArrayList<>();
        await().untilAsserted(() -> {
            failures.addAll(told(strangers));
            assertThat(failures).isNotEmpty()
                    .anyMatch(f -> f.contains("connections without a session") && f.contains("2097152 bytes"));
        });
        Frames.write(good, status("x"));
        await().until(() -> port.reports.of("web.good").get(0).reports.size() == 1);
        keep(port.open("web", "another", 2));
    }

    @Test
    void anOpenThatIsLargerThanFactsMayBeIsRefused() throws IOException {
        Map<String, String> large = new TreeMap<>();
        for (int i = 0; i < 17; i++) {
            large.put("k" + i, "x".repeat(16_000));
        }
        Socket socket = port.greet("web.1", 1);
        Frames.write(socket, new Open("web", "1", false, large));
        Port.assertEnds(socket, "together they may have 262144 (setting report-facts)");
        assertThat(port.reports.of("web.1")).isEmpty();
    }

    @Test
    void metadataStatusAndTasksAreLimitedTogether() throws IOException {
        Map<String, String> half = new TreeMap<>();
        for (int i = 0; i < 9; i++) {
            half.put("k" + i, "x".repeat(16_000));
        }
        Socket socket = port.open("web", "1", 1);
        Frames.write(socket, new Update(half));
        Frames.write(socket, new Report(List.of(), List.of(), new long[0], half, null, null, null, null));
        Frame answer = Frames.read(socket);
        assertThat(answer).isInstanceOfSatisfying(Frame.Failure.class, failure -> {
            assertThat(failure.message()).contains("report-facts");
            assertThat(failure.again()).as("it is to stay away").isPositive();
        });
        assertThat(port.reports.of("web.1").get(0).reports).isEmpty();
    }

    @Test
    void aFrameBeforeTheSessionIsOpenIsSmall() throws IOException {
        Socket socket = port.greet("web.1", 1);
        half(socket, 1 << 20, 1);
        Port.assertEnds(socket, "a frame length of 1048576 where 1 to 327680 is allowed");
    }

    @Test
    void aDaemonForWhichTheStateHasNoRoomIsSentAway() throws IOException {
        Socket socket = port.open("web", "1", 1);
        port.reports.of("web.1").get(0).refuse("the facts take too much (setting report-kept)");
        assertThat(Frames.read(socket)).isInstanceOfSatisfying(Frame.Failure.class, failure -> {
            assertThat(failure.message()).contains("report-kept");
            assertThat(failure.again()).isPositive();
        });
    }

    @Test
    void malformedFramesAtAnyMomentWriteNoStackTraces() throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        root.addAppender(log);
        try {
            byte[] hello = bytes(Frame.Hello.of(Frame.DAEMON, new Identity("web.1", 1, "", "", 0)));
            byte[] manager = bytes(Frame.Hello.of(Frame.MANAGER, new Identity("m", 9, "reeve", Port.FSID, 0)));
            for (byte[] first : List.of(hello, manager, new byte[0])) {
                for (int i = 0; i < 10; i++) {
                    Socket socket = keep(port.connect());
                    byte[] garbage = {0, 0, 0, 3, (byte) 0xff, 1, 2, 0, 0, 0, 1, 7};
                    byte[] both = java.util.Arrays.copyOf(first, first.length + garbage.length);
                    System.arraycopy(garbage, 0, both, first.length, garbage.length);
                    socket.getOutputStream().write(both);
                    if (i % 2 == 0) {
                        socket.setSoLinger(true, 0);
                        socket.close();
                    }
                }
            }
            keep(port.open("web", "good", 2));
            await().until(() -> !warnings(log).isEmpty());
        } finally {
            root.detachAppender(log);
        }
        List<ILoggingEvent> warnings = warnings(log);
        assertThat(warnings).hasSizeBetween(1, 12);
        assertThat(warnings).allMatch(e -> e.getThrowableProxy() == null, "have no stack traces");
        assertThat(warnings).noneMatch(e -> e.getLoggerName().startsWith("io.netty"));
    }

    private static List<ILoggingEvent> warnings(ListAppender<ILoggingEvent> log) {
        return List.copyOf(log.list).stream().filter(e -> e.getLevel().isGreaterOrEqual(Level.WARN)).toList();
    }
}
