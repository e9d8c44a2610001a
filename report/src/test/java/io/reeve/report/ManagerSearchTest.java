package io.reeve.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.report.protocol.DaemonFrame.Configure;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.Frame.Hello;
import io.reeve.report.testing.FakeReportPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a reporter finds the active again when managers are dead, mute or new. */
class ManagerSearchTest {
    /** Less than a search lasts that waits for answers. */
    private static final Duration SOON = Duration.ofSeconds(3);
    /** For the machine's own pauses. */
    private static final int ATTEMPTS = 5;

    private final FakeReportPort a = new FakeReportPort();
    private final FakeReportPort b = new FakeReportPort();
    private final ReporterRuntime runtime = new ReporterRuntime();
    private final List<ServerSocket> mute = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        runtime.close();
        a.close();
        b.close();
        for (ServerSocket socket : mute) {
            socket.close();
        }
    }

    /** An address that accepts connections and never answers, as a stopped process does. */
    private String mute() throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        mute.add(socket);
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private Reporter reporter(String... managers) {
        return Reporter.builder("web", "1").managers(managers).runtime(runtime).start();
    }

    @Test
    void managersThatDoNotAnswerDelayNothing() throws IOException {
        a.active(1, 20, 0);
        Duration found = Duration.ofDays(1);
        for (int attempt = 0; attempt < ATTEMPTS && found.compareTo(SOON) >= 0; attempt++) {
            Duration now = slowestSearchBesideMuteManagers();
            found = now.compareTo(found) < 0 ? now : found;
        }
        assertThat(found).as("the fastest attempt").isLessThan(SOON);
    }

    private Duration slowestSearchBesideMuteManagers() throws IOException {
        long begun = System.nanoTime();
        try (Reporter reporter = reporter(mute(), mute(), mute(), mute(), a.address())) {
            await().until(() -> reporter.state() == ReporterState.REPORTING);
            long reporting = System.nanoTime();
            int opened = a.heard(Open.class).size();
            a.cut();
            await().until(() -> a.heard(Open.class).size() > opened);
            return Duration.ofNanos(Math.max(reporting - begun, System.nanoTime() - reporting));
        }
    }

    /** A dead manager refuses at once, and the one that takes over answers late: that search finds it all the same. */
    @Test
    void aManagerThatAnswersLateIsWaitedForAlthoughAnotherIsDead() throws IOException {
        String dead;
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            dead = "127.0.0.1:" + socket.getLocalPort();
        }
        a.active(1, 20, 0);
        int fewest = Integer.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && fewest > 1; attempt++) {
            fewest = Math.min(fewest, hellosUntilReporting(dead));
        }
        assertThat(fewest).as("searches in the best attempt").isEqualTo(1);
    }

    private int hellosUntilReporting(String dead) {
        CountDownLatch takenOver = new CountDownLatch(1);
        a.holdHellos(() -> awaitZero(takenOver));
        int before = a.heard(Hello.class).size();
        try (Reporter reporter = reporter(dead, a.address())) {
            await().until(() -> a.heard(Hello.class).size() > before);
            await().pollDelay(Duration.ofMillis(1_500)).until(() -> true); // longer than the others have after an answer
            takenOver.countDown();
            await().until(() -> reporter.state() == ReporterState.REPORTING);
            return a.heard(Hello.class).size() - before;
        }
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theOtherManagersAreLeftAloneIfTheFirstKnowsTheActive() {
        a.active(1, 20, 0);
        b.standby(1, a.address(), a.address());
        try (FakeReportPort c = new FakeReportPort().standby(1, a.address(), a.address());
                Reporter reporter = reporter(a.address(), b.address(), c.address())) {
            int fewest = Integer.MAX_VALUE;
            for (int attempt = 0; attempt < ATTEMPTS && fewest > 1; attempt++) {
                await().until(() -> reporter.state() == ReporterState.REPORTING);
                int before = b.connections() + c.connections();
                int opened = a.heard(Open.class).size();
                a.cut();
                await().until(() -> a.heard(Open.class).size() > opened);
                fewest = Math.min(fewest, b.connections() + c.connections() - before);
            }
            assertThat(fewest).as("standbys that were asked, in the best attempt").isEqualTo(1);
        }
    }

    @Test
    void aManagerThatJoinedDuringTheSessionIsKnownWhenTheActiveDies() {
        a.active(1, 20, 0);
        try (Reporter reporter = reporter(a.address())) {
            await().until(() -> a.reports().size() > 1);
            a.say(new Configure(1, 20, 0, List.of(a.address(), b.address())));
            int before = a.reports().size();
            await().until(() -> a.reports().size() > before + 2);
            b.active(2, 20, 0);
            a.close();
            await().until(() -> !b.reports().isEmpty());
            assertThat(reporter.manager()).isEqualTo(b.address());
        }
    }

    @Test
    void newAddressesAreUsedWhileItSearches() {
        a.standby(1, "");
        b.active(1, 20, 0);
        try (Reporter reporter = reporter(a.address())) {
            await().until(() -> a.connections() > 1);
            reporter.managers(List.of(b.address()));
            await().until(() -> !b.reports().isEmpty());
        }
    }

    @Test
    void anEpochThatNoManagerKnowsAnyMoreIsForgotten() {
        a.active(9, 20, 0);
        try (Reporter reporter = reporter(a.address())) {
            await().until(() -> a.reports().size() > 1);
            a.active(3, 20, 0);
            a.cut();
            await().until(() -> a.heard(Open.class).size() == 2);
            await().untilAsserted(() -> assertThat(reporter.manager()).isEqualTo(a.address()));
        }
    }
}
