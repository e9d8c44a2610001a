package io.reeve.daemon.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.daemon.testing.FakeReports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The reporter in the examples, which was written from protocol.md alone, at a real report port. */
@Timeout(90)
class PythonReporterTest {
    private static Process start(String... managers) throws IOException {
        List<String> command = new java.util.ArrayList<>(
                List.of("python3", Path.of("../src/site/examples/reporter.py").toString(), "python.p1"));
        command.addAll(List.of(managers));
        try {
            return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            assertThat(Boolean.getBoolean("reeve.test.required")).as("python3: " + e.getMessage()).isFalse();
            Assumptions.abort("no python3: " + e.getMessage());
            throw e;
        }
    }

    @Test
    void reportsAnswersAndFollowsAFailover() throws Exception {
        try (Port a = new Port("a", 1); Port b = new Port("b", 2).active(5)) {
            a.sees(b, 2, 5);
            Process python = start(a.address());
            try {
                await().atMost(60, TimeUnit.SECONDS).until(() -> reports(b) > 2);
                FakeReports.Told told = b.reports.of("python.p1").get(0);
                assertThat(told.opening.service()).isTrue();
                assertThat(told.opening.metadata()).containsKey("hostname");
                assertThat(told.last().schema()).extracting(PerfCounter::path)
                        .containsExactly("host.load1", "host.uptime");
                assertThat(told.last().values()[1]).isPositive();
                assertThat(told.reports.get(0).status()).isEqualTo(Map.of("state", "running"));
                assertThat(tell(b, "version")).contains("python-1");
                assertThat(tell(b, "boil")).contains("no command 'boil'");
                a.active(6);
                b.sees(a, 1, 6);
                b.daemons.detach();
                await().atMost(30, TimeUnit.SECONDS).until(() -> reports(a) > 1);
            } finally {
                python.destroyForcibly();
            }
        }
    }

    private static int reports(Port port) {
        return port.reports.of("python.p1").stream().mapToInt(told -> told.reports.size()).sum();
    }

    private static String tell(Port port, String word) throws Exception {
        HandleCommandResult result = port.daemons
                .send(new DaemonId("python", "p1"), Map.of("words", List.of(word)), new byte[0], Duration.ofSeconds(20))
                .get(30, TimeUnit.SECONDS);
        return new String(result.stdout(), UTF_8) + result.stderr();
    }
}
