package io.reeve.reportport.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.report.protocol.CounterSpec;
import io.reeve.report.protocol.CounterType;
import io.reeve.report.protocol.DaemonFrame.Command;
import io.reeve.report.protocol.DaemonFrame.Report;
import io.reeve.report.protocol.DaemonFrame.Where;
import io.reeve.report.protocol.Frame;
import io.reeve.report.testing.Frames;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Daemons that say nothing, read nothing or say too much, each beside one that behaves. */
class SessionLimitsTest {
    private static final int REPORTS_A_SECOND = 40;
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(3);
    private final AtomicLong written = new AtomicLong();
    private Port port = new Port("a", 1);

    @AfterEach
    void close() {
        port.close();
    }

    private void with(int most, Duration opening, Duration silence, Duration unread) {
        port.close();
        port = new Port("a", 1, new SessionLimits(most, opening, silence, unread, REPORTS_A_SECOND)).active(1);
    }

    private static Report report(List<CounterSpec> declare, long... values) {
        return new Report(List.of(), declare, values, null, null, null, null, null);
    }

    @Test
    void whoOpensNoSessionMakesRoomForWhoeverDoes() throws IOException {
        with(2, LONG, LONG, LONG);
        Socket idle = port.greet("web.1", 1);
        try (Socket good = port.open("web", "2", 2); Socket next = port.open("web", "3", 3)) {
            Port.assertEnds(idle, "it has opened no session, and others want its place");
            Socket refused = port.connect();
            Port.hello(refused, "web.4", 4);
            Port.assertEnds(refused, "this manager has 2 daemons already");
            Frames.write(good, new Frame.Ping(1, 0));
            assertThat(Frames.read(good)).isInstanceOf(Frame.Pong.class);
            Frames.write(next, new Frame.Ping(1, 0));
            assertThat(Frames.read(next)).isInstanceOf(Frame.Pong.class);
        }
    }

    @Test
    void whoWaitsForTheNewActiveLongestMakesRoomWhenThereAreTooMany() throws IOException {
        with(2, LONG, LONG, LONG);
        port.daemons.attach(port.reports, 2);
        try (Socket first = port.connect(); Socket second = port.connect(); Socket third = port.connect()) {
            Port.hello(first, "web.1", 1);
            await().until(() -> port.daemons.held() == 1);
            Port.hello(second, "web.2", 2);
            await().until(() -> port.daemons.held() == 2);
            Port.hello(third, "web.3", 3);
            assertThat(Frames.isOver(first)).isTrue();
            port.daemons.admit();
            for (Socket held : List.of(second, third)) {
                assertThat(Frames.read(held)).isInstanceOf(Frame.Hello.class);
                assertThat(Frames.read(held)).isEqualTo(new Where(2, true, "", List.of()));
            }
        }
    }

    /** Writes frames from a thread of its own until the connection ends, and counts them. */
    private void flood(Socket socket, Frame frame) {
        Thread.ofPlatform().daemon().name("flood").start(() -> {
            try {
                while (true) {
                    Frames.write(socket, frame);
                    written.incrementAndGet();
                }
            } catch (IOException over) {
                // as it must be
            }
        });
    }

    /** TCP holds the flood back: no frame goes for a second. */
    private void awaitHeldBack() {
        await().during(SHORT).until(new java.util.concurrent.Callable<>() {
            private long before = -1;

            @Override
            public Boolean call() {
                long now = written.get();
                boolean same = now == before;
                before = now;
                return same;
            }
        });
    }

    private static void assertServed(Socket socket) throws IOException {
        Frames.write(socket, new Frame.Ping(7, 0));
        assertThat(Frames.read(socket)).isEqualTo(new Frame.Pong(7, 1, true));
    }

    @Test
    void aSessionInWhichNothingIsHeardIsEnded() throws IOException {
        Duration silence = Duration.ofSeconds(4); // longer than this test's own pauses on a busy machine
        with(9, LONG, silence, LONG);
        try (Socket halfOpen = port.open("web", "1", 1); Socket good = port.open("web", "2", 2)) {
            await().until(() -> {
                assertServed(good);
                return Boolean.FALSE.equals(port.reports.of("web.1").get(0).closedOrderly);
            });
            Port.assertEnds(halfOpen, "nothing heard for 4 s");
            assertServed(good);
            await().untilAsserted(() -> assertThat(port.daemons.size()).isEqualTo(1));
        }
    }

    @Test
    void whoGreetsAndPingsButOpensNoSessionIsSentAway() throws IOException {
        with(9, SHORT, LONG, LONG);
        try (Socket undecided = port.greet("web.1", 1)) {
            Frame answer = await()
                    .pollInterval(100, TimeUnit.MILLISECONDS)
                    .until(() -> answerToPing(undecided), frame -> !(frame instanceof Frame.Pong));
            assertThat(answer).isInstanceOfSatisfying(Frame.Failure.class,
                    failure -> assertThat(failure.message()).contains("opened no session within 1 s"));
        }
    }

    /** What was said before the connection was closed can be read also when nothing more can be written. */
    private static Frame answerToPing(Socket from) throws IOException {
        try {
            Frames.write(from, new Frame.Ping(7, 0));
        } catch (SocketException closed) {
            return Frames.read(from);
        }
        return Frames.read(from);
    }

    @Test
    void whoDoesNotReadIsNotReadEitherAndCutInTheEnd() throws IOException {
        with(9, LONG, LONG, Duration.ofSeconds(4));
        try (Socket good = port.open("web", "2", 2)) {
            Socket deaf = port.open("web", "1", 1);
            String large = "x".repeat(16_000);
            flood(deaf, new Command(1, 1, Map.of("prefix", large, "more", large), new byte[0]));
            awaitHeldBack();
            assertServed(good);
            assertThat(port.commands).as("each of %d bytes of answer", large.length()).hasValueLessThan(2_000);
            await()
                    .until(() -> Boolean.FALSE.equals(port.reports.of("web.1").get(0).closedOrderly));
            await().until(() -> !isConnected(deaf));
            assertServed(good);
        }
    }

    /** Whether a byte can still be written to it. */
    private static boolean isConnected(Socket socket) {
        try {
            socket.sendUrgentData(0);
            return true;
        } catch (IOException ended) {
            return false;
        }
    }

    @Test
    void whoReportsFarTooOftenIsReadMoreSlowly() throws IOException {
        with(9, LONG, LONG, LONG);
        try (Socket often = port.open("web", "1", 1); Socket good = port.open("web", "2", 2)) {
            long start = System.nanoTime();
            Frames.write(often, report(List.of(CounterSpec.of("x.y", CounterType.GAUGE)), 1));
            flood(often, report(List.of(), 2));
            awaitHeldBack();
            assertServed(good);
            Frames.write(good, report(List.of()));
            await().until(() -> port.reports.of("web.2").get(0).reports.size() == 1);
            int taken = port.reports.of("web.1").get(0).reports.size();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + 1;
            assertThat(taken).as("%d reports were written in %d s", written.get(), seconds)
                    .isBetween(REPORTS_A_SECOND, (int) (REPORTS_A_SECOND * (seconds + 1)));
        }
    }

    @Test
    void moreDaemonsThanItTakesAreRefusedUntilOneLeaves() throws IOException {
        with(2, LONG, LONG, LONG);
        Socket first = port.open("web", "1", 1);
        try (Socket second = port.open("web", "2", 2); Socket third = port.connect()) {
            Port.hello(third, "web.3", 3);
            assertThat(Frames.read(third)).isEqualTo(
                    new Frame.Failure("this manager has 2 daemons already, and takes no more", 30_000));
            assertThat(Frames.isOver(third)).isTrue();
            assertServed(second);
            first.close();
            await().until(() -> Boolean.FALSE.equals(port.reports.of("web.1").get(0).closedOrderly));
            port.open("web", "3", 3).close();
        }
    }
}
