package io.reeve.reportport.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.testing.FakeReports;
import io.reeve.report.CommandAnswer;
import io.reeve.report.Reporter;
import io.reeve.report.ReporterBuilder;
import io.reeve.report.ReporterRuntime;
import io.reeve.report.ReporterState;
import io.reeve.report.protocol.CounterSpec;
import io.reeve.report.protocol.CounterSpec.Axis;
import io.reeve.report.protocol.CounterType;
import io.reeve.report.protocol.CounterUnit;
import io.reeve.report.protocol.DaemonFrame.Close;
import io.reeve.report.protocol.DaemonFrame.Command;
import io.reeve.report.protocol.DaemonFrame.Configure;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Report;
import io.reeve.report.protocol.DaemonFrame.Where;
import io.reeve.report.protocol.FilesystemRole;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.HealthMetric;
import io.reeve.report.protocol.Identity;
import io.reeve.report.protocol.PlacementGroup;
import io.reeve.report.testing.Frames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real reporters, and daemons played by hand, at a real report port. */
class DaemonPortTest {
    private final Port port = new Port("a", 1);
    private final ReporterRuntime runtime = new ReporterRuntime();

    @AfterEach
    void close() {
        runtime.close();
        port.close();
    }

    private ReporterBuilder builder(String type, String id) {
        return Reporter.builder(type, id).managers(port.address()).runtime(runtime);
    }

    private FakeReports.Told told(String daemon) {
        await().until(() -> port.reports.of(daemon).stream().anyMatch(told -> !told.reports.isEmpty()));
        List<FakeReports.Told> all = port.reports.of(daemon);
        return all.get(all.size() - 1);
    }

    @Test
    void whatAReporterTellsReachesTheState() {
        port.active(3);
        try (Reporter reporter = builder("mds", "x").service(true).gid(42).metadata("hostname", "h1").start()) {
            reporter.counter("mds.inodes", c -> c.nick("ino").description("Inodes").priority(8)).inc(7);
            reporter.histogram("mds.sizes", c -> c.unit(CounterUnit.BYTES).labels(Map.of("pool", "p")),
                    new Axis("bytes", 0, 512, 4, true)).add(600);
            reporter.status(Map.of("state", "fine"));
            reporter.tasks(Map.of("scrub", "idle"));
            reporter.health(List.of(new HealthMetric("SLOW_OPS", 2, 30)));
            reporter.placementGroups(List.of(new PlacementGroup("1.a", "active+clean", 3, 4096)));
            reporter.filesystem(new FilesystemRole("fs", 0, "up:active"));
            FakeReports.Told told = told("mds.x");
            await().until(() -> told.reports.stream().anyMatch(report -> report.filesystem() != null));
            await().untilAsserted(() -> assertThat(told.last().values()).containsExactly(7, 0, 0, 1, 0));
            assertThat(told.opening.gid()).isEqualTo(42);
            assertThat(told.opening.service()).isTrue();
            assertThat(told.opening.metadata()).isEqualTo(Map.of("hostname", "h1"));
            assertThat(told.opening.address()).matches("127.0.0.1:[0-9]+");
            assertThat(told.last().schema()).containsExactly(
                    new PerfCounter("mds.inodes", PerfCounter.Type.COUNTER, "ino", "Inodes", 8, PerfCounter.Unit.NONE,
                            Map.of(), List.of()),
                    new PerfCounter("mds.sizes", PerfCounter.Type.HISTOGRAM, "", "", 5, PerfCounter.Unit.BYTES,
                            Map.of("pool", "p"), List.of(new PerfCounter.Axis("bytes", 0, 512, 4, true))));
            reporter.metadata(Map.of("hostname", "h2"));
            await().until(() -> Map.of("hostname", "h2").equals(told.metadata));
        }
        await().until(() -> Boolean.TRUE.equals(port.reports.of("mds.x").get(0).closedOrderly));
        await().untilAsserted(() -> assertThat(port.daemons.size()).isZero());
    }

    @Test
    void theSchemaIsOneObjectWhileNothingIsDeclared() {
        port.active(1);
        try (Reporter one = builder("osd", "1").start(); Reporter two = builder("osd", "2").start()) {
            one.gauge("osd.x", c -> c);
            two.gauge("osd.x", c -> c);
            await().until(() -> told("osd.1").last().values().length == 1
                    && told("osd.2").last().values().length == 1);
            assertThat(told("osd.1").last().schema()).as("shared by daemons that declare the same")
                    .isSameAs(told("osd.2").last().schema());
        }
    }

    @Test
    void aStandbyTellsWhereTheActiveIsAndWhoeverStopsSaysSo() {
        try (Port other = new Port("b", 2).active(5); Reporter reporter = builder("web", "1").start()) {
            port.sees(other, 2, 5);
            await().until(() -> !other.reports.of("web.1").isEmpty());
            await().untilAsserted(() -> assertThat(reporter.manager()).isEqualTo(other.address()));
            other.sees(port, 1, 6);
            port.active(6);
            other.daemons.detach();
            await().until(() -> !port.reports.of("web.1").isEmpty());
            assertThat(other.reports.of("web.1").get(0).closedOrderly).as("the old state is gone").isNull();
        }
    }

    @Test
    void withoutAnActiveItSaysSo() throws IOException {
        assertSaysThatNobodyIsActive();
    }

    private void assertSaysThatNobodyIsActive() throws IOException {
        try (Socket socket = port.connect()) {
            Port.hello(socket, "web.1", 9);
            assertThat(Frames.read(socket)).isInstanceOf(Frame.Hello.class);
            assertThat(Frames.read(socket)).isEqualTo(new Where(1, false, "", List.of()));
            assertThat(Frames.isOver(socket)).isTrue();
        }
    }

    @Test
    void aDaemonThatComesDuringATakeOverIsAnsweredWhenTheNewActiveIsAvailable() throws IOException {
        port.daemons.attach(port.reports, 7);
        try (Socket socket = port.connect()) {
            Port.hello(socket, "web.1", 9);
            await().until(() -> port.daemons.held() == 1);
            port.daemons.admit();
            assertThat(Frames.read(socket)).isInstanceOf(Frame.Hello.class);
            assertThat(Frames.read(socket)).isEqualTo(new Where(7, true, "", List.of()));
            Frames.write(socket, new Open("web", "1", false, Map.of()));
            assertThat(Frames.read(socket)).isInstanceOf(Configure.class);
        }
    }

    @Test
    void aDaemonThatComesToAStandbyWhileNobodyLeadsIsToldTheNewActive() throws IOException {
        try (Port other = new Port("b", 2).active(5); Socket socket = port.connect()) {
            port.leading = false;
            Port.hello(socket, "web.1", 9);
            await().until(() -> port.daemons.held() == 1);
            port.sees(other, 2, 5);
            port.leading = true;
            assertThat(Frames.read(socket)).isInstanceOf(Frame.Hello.class);
            assertThat(Frames.read(socket)).isEqualTo(new Where(5, false, other.address(), List.of(other.address())));
            assertThat(Frames.isOver(socket)).isTrue();
        }
    }

    @Test
    void aDaemonIsAnsweredAfterAWhileAlsoIfNobodyTakesOver() throws IOException {
        port.leading = false;
        assertSaysThatNobodyIsActive();
    }

    private static Report report(List<CounterSpec> declare, long... values) {
        return new Report(List.of(), declare, values, null, null, null, null, null);
    }

    @Test
    void namesWhatIsWrongAndEndsOnlyThatSession() throws IOException {
        port.active(1);
        try (Socket good = port.open("web", "good", 1)) {
            Socket numbers = port.open("web", "1", 2);
            Frames.write(numbers, report(List.of(CounterSpec.of("x.y", CounterType.GAUGE)), 1, 2));
            Port.assertEnds(numbers, "2 numbers where its 1 declared");
            Socket undeclare = port.open("web", "1", 2);
            Frames.write(undeclare, new Report(List.of(3), List.of(), new long[0], null, null, null, null, null));
            Port.assertEnds(undeclare, "counter number 3");
            Socket twice = port.open("web", "1", 2);
            CounterSpec spec = CounterSpec.of("x.y", CounterType.GAUGE);
            Frames.write(twice, report(List.of(spec, spec), 1, 2));
            Port.assertEnds(twice, "'x.y' {} twice");
            Socket again = port.open("web", "1", 2);
            Frames.write(again, new Open("web", "2", false, Map.of()));
            Port.assertEnds(again, "not expected");
            Socket large = port.open("web", "1", 2);
            large.getOutputStream().write(new byte[]{0, 0x40, 0, 1});
            Port.assertEnds(large, "a frame length of 4194305");
            Socket garbage = port.open("web", "1", 2);
            garbage.getOutputStream().write(new byte[]{0, 0, 0, 2, 1, 1});
            Port.assertEnds(garbage, "not CBOR");
            Frames.write(good, report(List.of(spec), 5));
            await().until(() -> told("web.good").reports.size() == 1);
            await().untilAsserted(() -> assertThat(port.reports.of("web.1"))
                    .allMatch(told -> Boolean.FALSE.equals(told.closedOrderly)));
        }
    }

    @Test
    void namesThatCannotBeMeantAreRefusedWhereTheyArrive() throws IOException {
        port.active(1);
        for (String id : List.of("050", " 1", "+1", "\u0663", "a", "1000000")) {
            try (Socket socket = port.greet("osd." + id, 1)) {
                Frames.write(socket, new Open("osd", id, false, Map.of()));
                Port.assertEnds(socket, "a storage daemon's id is a number from 0 to 999999 without leading zeros");
            }
        }
        for (String pgid : List.of("4294967297.0", "1.0A", "01.0", "1")) {
            Socket groups = port.open("osd", "1", 2);
            Frames.write(groups, new Report(List.of(), List.of(), new long[0], null, null, null,
                    List.of(new PlacementGroup(pgid, "active+clean", 0, 0)), null));
            Port.assertEnds(groups, "'" + pgid + "' is not the id of a placement group");
        }
        assertThat(port.reports.of("osd.1")).allMatch(told -> told.reports.isEmpty());
    }

    @Test
    void reportsBeforeTheSessionIsOpenAreRefused() throws IOException {
        port.active(1);
        Socket socket = port.connect();
        Port.hello(socket, "web.1", 1);
        assertThat(Frames.read(socket)).isInstanceOf(Frame.Hello.class);
        assertThat(Frames.read(socket)).isInstanceOf(Where.class);
        Frames.write(socket, report(List.of()));
        Port.assertEnds(socket, "'report', which is not expected when its session is not open");
    }

    @Test
    void aDaemonOfAnotherClusterIsRefused() throws IOException {
        Socket socket = port.connect();
        Frames.write(socket, Frame.Hello.of(Frame.DAEMON, new Identity("web.1", 1, "other", "", 0)));
        Port.assertEnds(socket, "belongs to the cluster 'other'");
    }

    /** On Linux all of 127.0.0.0/8 is this machine. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whoeverComesFromElsewhereWithTheSameGidIsAnotherProcess() throws IOException {
        port.active(1);
        Socket first = port.open("web", "1", 7);
        InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
        try (Socket second = new Socket(InetAddress.getLoopbackAddress(), port.report.address().getPort(), elsewhere,
                0)) {
            Port.hello(second, "web.1", 7);
            assertThat(Frames.read(second)).isInstanceOf(Frame.Hello.class);
            assertThat(Frames.read(second)).isInstanceOf(Where.class);
            Frames.write(second, new Open("web", "1", false, Map.of()));
            Port.assertEnds(first, "another process reports as web.1 now, from 127.0.0.2:");
            await().until(() -> port.duplicates.equals(List.of("web.1")));
            Socket third = port.greet("web.1", 7);
            Frames.write(third, new Open("web", "1", false, Map.of()));
            Port.assertEnds(third, "another process reports as web.1 now, from 127.0.0.2:");
        }
    }

    @Test
    void theNewestOfTwoWithOneNameWinsAndTheLoserIsSentAway() throws IOException {
        port.active(1);
        Socket first = port.open("web", "1", 1);
        try (Socket second = port.open("web", "1", 2)) {
            assertThat(Frames.read(first)).isInstanceOfSatisfying(Frame.Failure.class, failure -> {
                assertThat(failure.message()).contains("another process reports as web.1");
                assertThat(failure.again()).isEqualTo(30_000);
            });
            first.close();
            await().until(() -> port.duplicates.equals(List.of("web.1")));
            await().until(() -> Boolean.FALSE.equals(port.reports.of("web.1").get(0).closedOrderly));
            Frames.write(second, report(List.of()));
            await().until(() -> port.reports.of("web.1").get(1).reports.size() == 1);
            await().untilAsserted(() -> assertThat(port.daemons.size()).isEqualTo(1));
        }
    }

    @Test
    void ofTwoThatFightForOneNameTheOneThatHasItKeepsIt() throws IOException {
        port.active(1);
        Socket first = port.open("web", "1", 1);
        try (Socket second = port.open("web", "1", 2)) {
            assertThat(Frames.read(first)).isInstanceOf(Frame.Failure.class);
            first.close();
            for (int gid : new int[]{1, 3, 4, 5, 6, 7, 8, 9}) { // the loser, and others that are as rude
                Socket rude = port.greet("web.1", gid);
                Frames.write(rude, new Open("web", "1", false, Map.of()));
                assertThat(Frames.read(rude)).isInstanceOfSatisfying(Frame.Failure.class, failure -> {
                    assertThat(failure.message()).contains("another process reports as web.1");
                    assertThat(failure.again()).isBetween(1L, 30_000L);
                });
                rude.close();
            }
            assertThat(port.duplicates).hasSize(1);
            assertThat(port.reports.of("web.1")).hasSize(2);
            Frames.write(second, new Close(0));
            assertThat(Frames.read(second)).isEqualTo(new Close(1));
        }
        port.open("web", "1", 1).close(); // the name is free
    }

    @Test
    void theSameProcessMayConnectAnewWithoutNoise() throws IOException {
        port.active(1);
        try (Socket first = port.open("web", "1", 1); Socket second = port.open("web", "1", 1)) {
            assertThat(Frames.isOver(first)).isTrue();
            Frames.write(second, new Close(0));
            assertThat(Frames.read(second)).isEqualTo(new Close(1));
            assertThat(port.duplicates).isEmpty();
        }
    }

    @Test
    void conflictingDeclarationsAreReportedWhileTheyLast() {
        port.active(1);
        try (Reporter right = builder("osd", "1").start()) {
            right.counter("osd.op", c -> c);
            await().until(() -> told("osd.1").last().values().length == 1);
            try (Reporter wrong = builder("osd", "2").start(); Reporter other = builder("mds", "1").start()) {
                wrong.gauge("osd.op", c -> c.unit(CounterUnit.BYTES));
                other.gauge("osd.op", c -> c);
                await().until(() -> told("mds.1").last().values().length == 1 && !port.conflicts.isEmpty());
                assertThat(port.conflicts).containsExactly(
                        "osd.2 declares counter 'osd.op' as GAUGE of bytes, osd.1 as COUNTER");
            }
            await().until(() -> port.conflicts.isEmpty());
        }
    }

    @Test
    void changesOfPeriodAndThresholdReachDaemonsThatAreThere() throws IOException {
        port.active(4);
        try (Socket socket = port.open("web", "1", 1)) {
            port.reports.configure(Duration.ofSeconds(7), 8);
            assertThat(Frames.read(socket)).isEqualTo(new Configure(4, 7_000, 8));
        }
    }

    @Test
    void aManagerThatJoinsIsToldToDaemonsThatAreThere() throws IOException {
        port.active(4);
        try (Port joining = new Port("b", 2); Socket socket = port.open("web", "1", 1)) {
            port.sees(joining, 2, 4);
            assertThat(Frames.read(socket)).isEqualTo(new Configure(4, 50, 0, List.of(joining.address())));
        }
    }

    @Test
    void aPingIsASignOfLifeToTheState() throws IOException {
        port.active(1);
        try (Socket socket = port.open("web", "1", 1)) {
            Frames.write(socket, new Frame.Ping(7, 0));
            assertThat(Frames.read(socket)).isEqualTo(new Frame.Pong(7, 1, true));
            assertThat(port.reports.of("web.1").get(0).signs).hasValue(1);
        }
    }

    @Test
    void whetherTheSessionsThreadsAreLateIsToldWhileActive() {
        assertThat(port.reports.turns).hasValue(0);
        port.active(1);
        await().until(() -> port.reports.turns.get() > 1);
    }

    @Test
    void commandsReachADaemonAndComeBack() throws Exception {
        port.active(1);
        DaemonId id = new DaemonId("web", "1");
        DaemonPort commands = port.daemons;
        CountDownLatch running = new CountDownLatch(1);
        try (Reporter reporter = builder("web", "1").start()) {
            reporter.command("flush", "Write", request -> CommandAnswer.ok("flushed " + request.words()));
            reporter.command("hang", "Hang", request -> {
                running.countDown();
                new CountDownLatch(1).await();
                return CommandAnswer.ok("");
            });
            told("web.1");
            HandleCommandResult result = commands
                    .send(id, Map.of("words", List.of("flush", "now")), new byte[0], Duration.ofSeconds(60))
                    .get(60, TimeUnit.SECONDS);
            assertThat(new String(result.stdout(), UTF_8)).isEqualTo("flushed [now]");
            assertThat(commands.send(id, Map.of("prefix", "hang"), new byte[0], Duration.ofMillis(100))
                    .get(60, TimeUnit.SECONDS)
                    .retval()).isEqualTo(-110);
            running.await();
            var dying = commands.send(id, Map.of("prefix", "hang"), new byte[0], Duration.ofSeconds(60));
            await().until(() -> reporter.state() == ReporterState.REPORTING);
            port.daemons.detach();
            assertThat(dying.get(60, TimeUnit.SECONDS).retval()).isEqualTo(-6);
            assertThat(commands.send(id, Map.of("prefix", "x"), new byte[0], Duration.ofSeconds(60))
                    .get(60, TimeUnit.SECONDS)
                    .retval()).isEqualTo(-6);
            assertThat(commands.send(id, Map.of("prefix", "x"), new byte[4 << 20], Duration.ofSeconds(60))
                    .get(60, TimeUnit.SECONDS)
                    .retval()).isEqualTo(-7);
        }
    }

    @Test
    void aDaemonMayAskTheActive() {
        port.active(1);
        try (Reporter reporter = builder("web", "1").start()) {
            told("web.1");
            assertThat(reporter.ask(Map.of("prefix", "mgr stat"), new byte[0], Duration.ofSeconds(60)).join().text())
                    .isEqualTo("web.1 asked mgr stat");
        }
    }

    @Test
    void aConnectionThatBreaksIsToldToTheState() throws IOException {
        port.active(1);
        Socket socket = port.open("web", "1", 1);
        Frames.write(socket, new Command(1, 1, Map.of("prefix", "x"), new byte[0]));
        assertThat(Frames.read(socket).toString()).contains("Reply");
        socket.close();
        await().until(() -> Boolean.FALSE.equals(port.reports.of("web.1").get(0).closedOrderly));
    }
}
