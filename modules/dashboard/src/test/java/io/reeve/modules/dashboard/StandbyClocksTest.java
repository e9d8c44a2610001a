package io.reeve.modules.dashboard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.cluster.MgrMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The clocks of standbys, known from the dates of their answers. */
class StandbyClocksTest {
    /** A manager whose clock is ahead by this, for one request. */
    private static ServerSocket manager(Duration ahead) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                String date = DateTimeFormatter.RFC_1123_DATE_TIME
                        .format(Instant.now().plus(ahead).atZone(ZoneOffset.UTC));
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: " + date + "\r\n\r\n")
                                .getBytes(ISO_8859_1));
                socket.shutdownOutput();
                while (socket.getInputStream().read() >= 0) {
                    // The request.
                }
            } catch (IOException e) {
                // The test has ended.
            }
        });
        return server;
    }

    private static MgrMap.Manager standby(String name, ServerSocket server) {
        return FakeManager.manager(name, "http://127.0.0.1:" + server.getLocalPort() + "/", 0);
    }

    private static MgrMap map(List<MgrMap.Manager> standbys) {
        return new MgrMap("reeve", "fsid", 1, false, null, Instant.EPOCH, standbys, List.of());
    }

    @Test
    void standbysWhoseClocksDifferAreFoundAndThoseThatAgreeOrDoNotAnswerAreNot() throws Exception {
        StandbyClocks clocks = new StandbyClocks();
        try (ServerSocket ahead = manager(Duration.ofMinutes(2));
                ServerSocket behind = manager(Duration.ofMinutes(-2));
                ServerSocket right = manager(Duration.ZERO);
                ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            clocks.ask(map(List.of(standby("ahead", ahead), standby("behind", behind), standby("right", right),
                    standby("mute", mute), FakeManager.manager("no url", "http://[", 0))), () -> false);
        }
        assertThat(clocks.differences()).containsOnlyKeys("ahead", "behind");
        assertThat(clocks.differences().get("ahead")).isBetween(60_000L, 120_000L);
        assertThat(clocks.differences().get("behind")).isBetween(-120_000L, -60_000L);
    }

    @Test
    void theCallerDoesNotWaitAndNobodyAsksTwiceAtTheSameTime() throws Exception {
        StandbyClocks clocks = new StandbyClocks();
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        BooleanSupplier slow = () -> {
            asked.incrementAndGet();
            try {
                return !answers.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                return true;
            }
        };
        try (ServerSocket ahead = manager(Duration.ofMinutes(2))) {
            MgrMap map = map(List.of(standby("ahead", ahead)));
            clocks.askBeside(map, slow);
            await().until(() -> asked.get() == 1);
            clocks.askBeside(map, () -> {
                asked.incrementAndGet();
                return true;
            });
            assertThat(clocks.differences()).isEmpty();
            answers.countDown();
            await().untilAsserted(() -> assertThat(clocks.differences()).containsOnlyKeys("ahead"));
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aModuleThatIsStoppingAsksNobodyMore() throws Exception {
        StandbyClocks clocks = new StandbyClocks();
        try (ServerSocket ahead = manager(Duration.ofMinutes(2))) {
            clocks.ask(map(List.of(standby("ahead", ahead))), () -> true);
        }
        assertThat(clocks.differences()).isEmpty();
    }

    @Test
    void aDifferenceIsWhatIsLeftWhenTheAnswerTookAsLongAsItDidAndTheDateHasWholeSeconds() {
        assertThat(StandbyClocks.beyond(100_000, 100_000, 100_010)).isEmpty();
        assertThat(StandbyClocks.beyond(100_000, 90_000, 95_000)).as("it may have answered at the end").isEmpty();
        assertThat(StandbyClocks.beyond(100_000, 90_000, 94_000)).hasValue(6_000);
        assertThat(StandbyClocks.beyond(100_000, 105_999, 107_000)).as("it may have been 100.999").isEmpty();
        assertThat(StandbyClocks.beyond(100_000, 106_999, 108_000)).hasValue(-6_000);
    }
}
