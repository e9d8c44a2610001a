package io.reeve.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.report.protocol.CounterSpec;
import io.reeve.report.protocol.CounterSpec.Axis;
import io.reeve.report.protocol.CounterUnit;
import io.reeve.report.protocol.DaemonFrame;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Report;
import io.reeve.report.protocol.DaemonFrame.Update;
import io.reeve.report.protocol.FilesystemRole;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.HealthMetric;
import io.reeve.report.protocol.PlacementGroup;
import io.reeve.report.testing.FakeReportPort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a service's reporter does when managers come and go. */
class ReporterTest {
    private static final UnaryOperator<CounterSpec> PLAIN = UnaryOperator.identity();
    private final FakeReportPort a = new FakeReportPort();
    private final FakeReportPort b = new FakeReportPort();
    private final ReporterRuntime runtime = new ReporterRuntime();

    @AfterEach
    void close() {
        runtime.close();
        a.close();
        b.close();
    }

    private ReporterBuilder builder() {
        return Reporter.builder("web", "1").managers(a.address()).runtime(runtime);
    }

    @Test
    void reportsWhatIsCountedAtOnceAndThenAtThePeriod() {
        a.active(3, 50, 0);
        try (Reporter reporter = builder().service(true).metadata("hostname", "h1").version("9").gid(77).start()) {
            Counter requests = reporter.counter("web.requests", c -> c.description("Requests").priority(8));
            Gauge size = reporter.gauge("web.size", c -> c.unit(CounterUnit.BYTES));
            reporter.gauge("web.open", PLAIN, () -> 12);
            requests.inc(5);
            size.set(-3);
            await().untilAsserted(() -> assertThat(a.lastValues()).containsExactly(5, 0, 12));
            requests.inc();
            await().until(() -> a.lastValues()[0] == 6);
            assertThat(a.heard(Open.class)).containsExactly(
                    new Open("web", "1", true, Map.of("hostname", "h1", "version", "9")));
            assertThat(a.heard(Frame.Hello.class).get(0).from().gid()).isEqualTo(77);
            assertThat(a.declared()).as("each is declared once")
                    .containsExactlyInAnyOrder("web.requests", "web.size", "web.open");
            assertThat(reporter.manager()).isEqualTo(a.address());
        }
    }

    @Test
    void everyKindOfCounterIsCarriedWhole() {
        a.active(1, 20, 0);
        try (Reporter reporter = builder().start()) {
            reporter.time("x.time", PLAIN).add(Duration.ofMillis(2));
            Average average = reporter.average("x.avg", PLAIN);
            average.add(4);
            average.add(6);
            reporter.timeAverage("x.lat", PLAIN).addNanos(9);
            Histogram histogram = reporter.histogram("x.hist", PLAIN, new Axis("bytes", 10, 10, 4, false),
                    new Axis("usec", 0, 1, 3, true));
            histogram.add(25, 0);
            histogram.add(9, -1);
            histogram.add(1_000, 1_000);
            await().untilAsserted(() -> assertThat(a.lastValues()).containsExactly(2_000_000, 10, 2, 9, 1, //
                    1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1));
        }
    }

    @Test
    void onlyCountersOfTheWantedPriorityAreReported() {
        a.active(1, 20, 5);
        try (Reporter reporter = builder().start()) {
            reporter.gauge("x.low", c -> c.priority(4)).set(4);
            reporter.gauge("x.high", c -> c.priority(5)).set(5);
            await().until(() -> a.lastValues().length == 1);
            assertThat(a.declared()).containsExactly("x.high");
            a.say(new DaemonFrame.Configure(1, 20, 0));
            await().untilAsserted(() -> assertThat(a.lastValues()).containsExactly(5, 4));
            a.say(new DaemonFrame.Configure(1, 20, 5));
            await().until(() -> a.lastValues().length == 1);
            assertThat(a.reports().stream().flatMap(r -> r.undeclare().stream())).containsExactly(1);
        }
    }

    @Test
    void aRemovedCounterIsUndeclaredAndMayComeAgain() {
        a.active(1, 20, 0);
        try (Reporter reporter = builder().start()) {
            Gauge gauge = reporter.gauge("x.g", PLAIN);
            reporter.gauge("x.h", PLAIN).set(8);
            await().until(() -> a.lastValues().length == 2);
            assertThatThrownBy(() -> reporter.gauge("x.g", PLAIN)).hasMessageContaining("'x.g'");
            reporter.remove(gauge);
            await().until(() -> a.lastValues().length == 1);
            reporter.gauge("x.g", PLAIN).set(9);
            await().untilAsserted(() -> assertThat(a.lastValues()).containsExactly(8, 9));
        }
    }

    @Test
    void factsAreToldOnceUntilTheyChange() {
        a.active(1, 20, 0);
        try (Reporter reporter = builder().start()) {
            reporter.status(Map.of("state", "fine"));
            reporter.tasks(Map.of("scrub", "10%"));
            reporter.health(List.of(new HealthMetric("SLOW_OPS", 2, 30)));
            reporter.placementGroups(List.of(new PlacementGroup("1.a", "active+clean", 3, 4096)));
            reporter.filesystem(new FilesystemRole("fs", 0, "up:active"));
            await().until(() -> a.reports().stream().anyMatch(r -> r.filesystem() != null));
            reporter.metadata(Map.of("hostname", "h2"));
            await().until(() -> !a.heard(Update.class).isEmpty());
            reporter.status(Map.of("state", "bad"));
            await().until(() -> a.reports().stream().filter(r -> r.status() != null).count() == 2);
            assertThat(a.heard(Update.class)).containsExactly(new Update(Map.of("hostname", "h2")));
            assertThat(a.reports().stream().map(Report::groups).filter(g -> g != null).toList()).hasSize(1);
        }
    }

    @Test
    void factsForWhichAManagerWouldEndTheSessionAreRefusedWhereTheyAreSet() {
        try (Reporter reporter = builder().start()) {
            assertThatThrownBy(() -> reporter.filesystem(new FilesystemRole("fs", 256, "up:active")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("256");
            assertThatThrownBy(() -> reporter.filesystem(new FilesystemRole("f\ns", 0, "up:active")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'f\\u000as'");
            assertThatThrownBy(() -> reporter.health(List.of(new HealthMetric("X".repeat(129), 1, 0))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("128");
            assertThatThrownBy(() -> reporter.health(List.of(new HealthMetric("SLOW_OPS", -1, 0))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("-1");
            assertThatThrownBy(() -> reporter.placementGroups(List.of(new PlacementGroup("1.0", "a\u202eb", 1, 1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'a\\u202eb'");
            assertThatThrownBy(() -> reporter.placementGroups(List.of(new PlacementGroup("01.0", "active", 1, 1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'01.0'");
            assertThatThrownBy(() -> reporter.placementGroups(List.of(new PlacementGroup("1.0", "active", 1, -5))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("-5");
        }
    }

    @Test
    void anyManagerTellsWhereTheActiveIs() {
        a.standby(4, b.address(), a.address(), b.address());
        b.active(4, 20, 0);
        try (Reporter reporter = builder().start()) {
            await().until(() -> b.reports().size() > 1);
            assertThat(reporter.manager()).isEqualTo(b.address());
        }
    }

    @Test
    void followsAFailoverAndBeginsAnew() {
        a.active(4, 20, 0);
        b.standby(4, a.address(), a.address(), b.address());
        try (Reporter reporter = Reporter.builder("web", "1")
                .managers(a.address(), b.address())
                .runtime(runtime)
                .start()) {
            reporter.gauge("x.g", PLAIN).set(3);
            reporter.status(Map.of("state", "fine"));
            await().until(() -> a.lastValues().length == 1);
            b.active(5, 20, 0);
            a.standby(4, "");
            a.cut();
            await().until(() -> b.lastValues().length == 1);
            assertThat(b.declared()).containsExactly("x.g");
            assertThat(b.reports().get(0).status()).containsEntry("state", "fine");
            assertThat(reporter.state()).isEqualTo(ReporterState.REPORTING);
        }
    }

    @Test
    void learnsOfManagersThatWereNotConfigured() {
        a.active(1, 20, 0);
        a.say(new DaemonFrame.Where(1, true, a.address(), List.of()));
        try (Reporter reporter = builder().start()) {
            await().until(() -> a.reports().size() > 1);
            b.active(2, 20, 0);
            a.mute(); // and not closed: a connection that ends with something unread takes back what it has said
            a.say(new DaemonFrame.Where(2, false, b.address(), List.of(b.address())));
            await().until(() -> b.reports().size() > 1);
            assertThat(reporter.manager()).isEqualTo(b.address());
        }
    }

    @Test
    void refusesAnActiveOfAnOlderEpoch() {
        a.active(9, 20, 0);
        try (Reporter reporter = Reporter.builder("web", "1")
                .managers(a.address(), b.address())
                .runtime(runtime)
                .start()) {
            await().until(() -> a.reports().size() > 1);
            b.active(8, 20, 0);
            a.standby(9, b.address());
            a.cut();
            await().until(() -> b.connections() > 1);
            assertThat(b.heard(Open.class)).isEmpty();
            assertThat(reporter.state()).isEqualTo(ReporterState.SEARCHING);
            b.active(10, 20, 0);
            await().until(() -> b.reports().size() > 1);
        }
    }

    @Test
    void anEpochThatAStandbyOnlyClaimsIsNotKept() {
        a.standby((1L << 53) - 1, "");
        b.active(3, 20, 0);
        try (Reporter reporter = Reporter.builder("web", "1")
                .managers(a.address(), b.address())
                .runtime(runtime)
                .start()) {
            await().until(() -> b.reports().size() > 1);
            b.cut();
            await().until(() -> a.connections() > 0 && b.connections() > 1);
            await().until(() -> reporter.state() == ReporterState.REPORTING);
            assertThat(b.heard(Frame.Hello.class)).extracting(hello -> hello.from().epoch()).containsOnly(0L, 3L);
        }
    }

    @Test
    void aClusterInWhichEveryManagerNamesALowerEpochIsFollowed() {
        a.active((1L << 53) - 1, 20, 0);
        try (Reporter reporter = Reporter.builder("web", "1")
                .managers(a.address(), b.address())
                .runtime(runtime)
                .start()) {
            await().until(() -> a.reports().size() > 1);
            b.active(2, 20, 0);
            a.standby(2, b.address());
            a.cut();
            await().until(() -> b.reports().size() > 1);
            assertThat(reporter.manager()).isEqualTo(b.address());
        }
    }

    @Test
    void leavesAManagerThatFellSilent() {
        a.active(1, 100, 0);
        try (Reporter reporter = Reporter.builder("web", "1")
                .managers(a.address(), b.address())
                .runtime(runtime)
                .start()) {
            await().until(() -> a.reports().size() > 1);
            b.active(2, 20, 0);
            a.mute();
            await().until(() -> b.reports().size() > 1);
            assertThat(reporter.manager()).isEqualTo(b.address());
        }
    }

    @Test
    void staysAwayWhenItIsToldTo() {
        a.active(1, 20, 0);
        try (Reporter reporter = builder().start()) {
            await().until(() -> a.reports().size() > 1);
            long before = System.nanoTime();
            a.say(new Frame.Failure("another web.1 reports", 1_000));
            await().until(() -> a.connections() == 2);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(990));
            await().until(() -> reporter.state() == ReporterState.REPORTING);
        }
    }

    private DaemonFrame.Reply tell(Object... words) {
        int before = a.heard(DaemonFrame.Reply.class).size();
        a.say(new DaemonFrame.Command(before + 1, 1, Map.of("words", List.of(words)), "in".getBytes(UTF_8)));
        await().until(() -> a.heard(DaemonFrame.Reply.class).size() == before + 1);
        DaemonFrame.Reply reply = a.heard(DaemonFrame.Reply.class).get(before);
        assertThat(reply.id()).isEqualTo(before + 1);
        return reply;
    }

    @Test
    void answersCommands() {
        a.active(1, 1_000, 0);
        try (Reporter reporter = builder().version("9.1").config(() -> Map.of("color", "red")).start()) {
            reporter.counter("web.requests", c -> c.description("Requests")).inc(4);
            reporter.command("flush", "Write everything", request -> CommandAnswer
                    .ok(request.words() + new String(request.input(), UTF_8)));
            reporter.command("flush hard", "Really", request -> {
                throw new java.io.IOException("disk is gone");
            });
            await().until(() -> !a.reports().isEmpty());
            assertThat(new String(tell("perf", "dump").out(), UTF_8)).contains("\"requests\" : 4");
            assertThat(new String(tell("perf", "schema").out(), UTF_8)).contains("\"description\" : \"Requests\"");
            assertThat(new String(tell("version").out(), UTF_8)).contains("9.1");
            assertThat(new String(tell("config", "show").out(), UTF_8)).contains("\"color\" : \"red\"");
            assertThat(new String(tell("flush", "a", "b").out(), UTF_8)).isEqualTo("[a, b]in");
            assertThat(tell("flush", "hard").status()).isEqualTo(-5);
            assertThat(tell("flush", "hard").err()).contains("disk is gone");
            assertThat(tell("boil").status()).isEqualTo(-22);
            assertThat(tell("boil").err()).contains("no command 'boil'", "perf dump");
        }
    }

    @Test
    void handlersRunOutsideTheEventLoopAndASlowOneStopsNoReports() {
        a.active(1, 20, 0);
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<String> thread = new AtomicReference<>("");
        try (Reporter reporter = builder().start()) {
            reporter.command("wait", "Wait", request -> {
                thread.set(Thread.currentThread().getName());
                release.await();
                return CommandAnswer.ok("");
            });
            await().until(() -> !a.reports().isEmpty());
            a.say(new DaemonFrame.Command(1, 1, Map.of("prefix", "wait"), new byte[0]));
            await().until(() -> !thread.get().isEmpty());
            assertThat(thread.get()).startsWith("reeve-report-worker");
            int before = a.reports().size();
            await().until(() -> a.reports().size() > before + 3);
            release.countDown();
            await().until(() -> a.heard(DaemonFrame.Reply.class).size() == 1);
        }
    }

    @Test
    void asksTheActiveAndNeverWaitsForEver() {
        a.active(1, 20, 0);
        try (Reporter reporter = builder().start()) {
            await().until(() -> !a.reports().isEmpty());
            CompletableFuture<CommandAnswer> answered = reporter.ask(Map.of("prefix", "mgr stat"), new byte[0],
                    Duration.ofSeconds(30));
            await().until(() -> a.heard(DaemonFrame.Command.class).size() == 1);
            DaemonFrame.Command command = a.heard(DaemonFrame.Command.class).get(0);
            assertThat(command.command()).containsEntry("prefix", "mgr stat");
            a.say(new DaemonFrame.Reply(command.id(), 1, 0, "{}".getBytes(UTF_8), ""));
            assertThat(answered.join().text()).isEqualTo("{}");
            assertThat(reporter.ask(Map.of("prefix", "x"), new byte[0], Duration.ofMillis(50)).join().status())
                    .isEqualTo(-110);
            CompletableFuture<CommandAnswer> cut = reporter.ask(Map.of("prefix", "x"), new byte[0],
                    Duration.ofSeconds(30));
            a.close();
            assertThat(cut.join().status()).isEqualTo(-32);
            assertThat(reporter.ask(Map.of("prefix", "x"), new byte[0], Duration.ofSeconds(30)).join().status())
                    .isEqualTo(-6);
        }
    }

    @Test
    void closesInGoodOrderAndSoonEvenWithoutAnAnswer() {
        a.active(1, 20, 0);
        Reporter good = builder().start();
        await().until(() -> !a.reports().isEmpty());
        good.close();
        await().untilAsserted(() -> assertThat(a.heard(DaemonFrame.Close.class)).hasSize(1));
        assertThat(good.state()).isEqualTo(ReporterState.CLOSED);
        Duration soon = Duration.ofMillis(1_500);
        Duration fastest = Duration.ofDays(1);
        for (int attempt = 0; attempt < 5 && fastest.compareTo(soon) >= 0; attempt++) { // for the machine's own pauses
            Duration now = closingWithoutAnAnswer();
            fastest = now.compareTo(fastest) < 0 ? now : fastest;
        }
        assertThat(fastest).isLessThan(soon);
    }

    private Duration closingWithoutAnAnswer() {
        try (FakeReportPort deaf = new FakeReportPort().active(1, 20, 0)) {
            Reporter silent = Reporter.builder("web", "1").managers(deaf.address()).runtime(runtime).start();
            await().until(() -> silent.state() == ReporterState.REPORTING);
            deaf.mute();
            long before = System.nanoTime();
            silent.close();
            silent.close();
            return Duration.ofNanos(System.nanoTime() - before);
        }
    }

    @Test
    void aSupplierThatFailsKeepsItsLastValueAndStopsNothing() {
        a.active(1, 20, 0);
        AtomicReference<Long> source = new AtomicReference<>(5L);
        try (Reporter reporter = builder().start()) {
            reporter.gauge("x.g", PLAIN, () -> {
                Long now = source.get();
                if (now < 0) {
                    throw new IllegalStateException("sensor is gone");
                }
                return now;
            });
            await().until(() -> a.lastValues().length == 1 && a.lastValues()[0] == 5);
            source.set(-1L);
            int before = a.reports().size();
            await().until(() -> a.reports().size() > before + 2);
            assertThat(a.lastValues()).containsExactly(5);
        }
    }

    @Test
    void saysWhatIsWrongWithAnAddress() {
        assertThatThrownBy(() -> Reporter.builder("web", "1").managers("host")).hasMessageContaining("'host'")
                .hasMessageContaining("HOST:PORT");
        assertThatThrownBy(() -> Reporter.builder("web", "1").start()).hasMessageContaining("no manager");
        assertThatThrownBy(() -> Reporter.builder("we.b", "1")).hasMessageContaining("without a dot");
    }
}
