package io.reeve.daemon.active;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.CommandTarget;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.testing.FakeReports;
import io.reeve.command.BuiltinCommands;
import io.reeve.command.CommandDispatcher;
import io.reeve.command.Gate;
import io.reeve.command.grammar.CommandTable;
import io.reeve.election.PeerRequests;
import io.reeve.report.CommandAnswer;
import io.reeve.report.Reporter;
import io.reeve.report.ReporterState;
import io.reeve.report.protocol.Identity;
import io.reeve.report.protocol.Limits;
import io.reeve.reportport.daemon.DaemonEvents;
import io.reeve.reportport.daemon.DaemonPort;
import io.reeve.reportport.peer.EpochHints;
import io.reeve.reportport.peer.PeerHandlers;
import io.reeve.reportport.peer.ReportPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each command that a module or a daemon sends is answered, whatever becomes of who was to answer. */
class SentCommandsTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final CommandTarget WEB = CommandTarget.daemon("web", "1");
    private static final String FSID = "11111111-2222-3333-4444-555555555555";

    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CommandTable table = BuiltinCommands.table(
            List.of(BuiltinCommand.of("status", "built in", "r", command -> HandleCommandResult.ok("fine")),
                    BuiltinCommand.of("numbers", "built in", "r", command -> HandleCommandResult.data(List.of(1, 2))),
                    BuiltinCommand.of("hang", "never answers", "r", command -> forEver())),
            Map.of("hello", List.of(new CommandDescriptor("hello", "greets", "r"),
                    new CommandDescriptor("hello hang", "never answers", "r"))));
    private volatile Gate.Decision gate = new Gate.Open(3);
    private final ReportPort port;
    private final DaemonPort daemons;

    SentCommandsTest() throws IOException {
        port = new ReportPort(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> new Identity("a", 1, "reeve", FSID, 0), ReportPort.FRAMES);
        MgrMap map = new MgrMap("reeve", FSID, 1, false, null, Instant.EPOCH, List.of(), List.of());
        daemons = new DaemonPort(port, () -> map, () -> true, new Deaf(), Limits.FACTS);
        port.serve(new PeerHandlers(PeerRequests.NONE, new EpochHints(port::identity, _ -> {}),
                (_, _, _) -> Duration.ZERO, (_, _, _) -> {}, () -> true), daemons);
        daemons.attach(new FakeReports(), 3);
        daemons.admit();
    }

    /** Whom a daemon's other doings do not concern. */
    private static final class Deaf implements DaemonEvents {
        @Override
        public void duplicate(DaemonId daemon, String older, String newer) {}

        @Override
        public void conflicts(List<String> all) {}

        @Override
        public HandleCommandResult command(DaemonId from, Map<String, Object> command, byte[] input) {
            throw new UnsupportedOperationException();
        }
    }

    @AfterEach
    void close() {
        hanging.countDown();
        daemons.close();
        port.close(true);
    }

    private HandleCommandResult forEver() throws InterruptedException {
        hanging.await();
        return HandleCommandResult.ok("at last");
    }

    private SentCommands commands(Duration limit) {
        return commands(limit, () -> table);
    }

    private SentCommands commands(Duration limit, Supplier<CommandTable> tables) {
        CommandDispatcher.ModuleCommandHandler handlers = (module, command) -> command.prefix()
                .equals("hello") ? HandleCommandResult.ok("hello from " + module) : forEver();
        return new SentCommands(tables,
                new CommandDispatcher(() -> table, handlers, command -> gate, line -> {}, System::nanoTime), daemons,
                limit);
    }

    private static CompletableFuture<HandleCommandResult> send(SentCommands commands, CommandTarget target,
            String prefix) {
        return commands.send("mgr.a.hello", target, Map.of("prefix", prefix), new byte[0]);
    }

    private static void assertFails(CompletableFuture<HandleCommandResult> answer, Errno errno, String why)
            throws Exception {
        HandleCommandResult result = answer.get(60, TimeUnit.SECONDS);
        assertThat(Errno.nameOf(result.retval())).as(result.stderr()).isEqualTo(errno.name());
        assertThat(result.stderr()).contains(why);
    }

    private Reporter reporter() {
        Reporter reporter = Reporter.builder("web", "1").managers("127.0.0.1:" + port.address().getPort()).start();
        reporter.command("hang", "Never answers", request -> {
            hanging.await();
            return CommandAnswer.ok("");
        });
        await().until(() -> reporter.state() == ReporterState.REPORTING);
        return reporter;
    }

    @Test
    void eachTargetAnswersItsOwnCommands() throws Exception {
        SentCommands commands = commands(LONG);
        assertThat(new String(send(commands, CommandTarget.MON, "status").get(60, TimeUnit.SECONDS).stdout(), UTF_8))
                .isEqualTo("fine");
        assertThat(new String(send(commands, CommandTarget.MGR, "hello").get(60, TimeUnit.SECONDS).stdout(), UTF_8))
                .isEqualTo("hello from hello");
        assertFails(send(commands, CommandTarget.MGR, "status"), Errno.EINVAL, "send it to MON");
        assertFails(send(commands, CommandTarget.MON, "hello"), Errno.EINVAL, "send it to MGR");
        assertFails(send(commands, CommandTarget.MON, "boil"), Errno.EINVAL, "no valid command found");
        assertFails(commands.send("mgr.a.hello", CommandTarget.MON, Map.of(), new byte[0]), Errno.EINVAL,
                "no \"prefix\"");
    }

    @Test
    void aDaemonThatIsNotThereIsENXIO() throws Exception {
        assertFails(send(commands(LONG), WEB, "version"), Errno.ENXIO, "web.1 does not report");
    }

    @Test
    void aDaemonThatDoesNotAnswerIsETIMEDOUT() throws Exception {
        try (Reporter reporter = reporter()) {
            assertFails(send(commands(SHORT), WEB, "hang"), Errno.ETIMEDOUT, "web.1 did not answer within 200 ms");
            assertThat(reporter.state()).isEqualTo(ReporterState.REPORTING);
        }
    }

    @Test
    void aDaemonThatLeavesBeforeItsAnswerIsENXIO() throws Exception {
        CompletableFuture<HandleCommandResult> answer;
        try (Reporter reporter = reporter()) {
            answer = send(commands(LONG), WEB, "hang");
            assertThat(send(commands(LONG), WEB, "version").get(60, TimeUnit.SECONDS).retval()).isZero();
            assertThat(reporter.state()).isEqualTo(ReporterState.REPORTING);
            assertThat(answer).isNotDone();
        }
        assertFails(answer, Errno.ENXIO, "web.1's session ended before its answer");
    }

    @Test
    void handlersThatNeverAnswerAreETIMEDOUT() throws Exception {
        SentCommands commands = commands(SHORT);
        assertFails(send(commands, CommandTarget.MON, "hang"), Errno.ETIMEDOUT, "outcome unknown");
        assertFails(send(commands, CommandTarget.MGR, "hello hang"), Errno.ETIMEDOUT, "outcome unknown");
    }

    @Test
    void aManagerThatTakesNoCommandsNowIsEAGAIN() throws Exception {
        SentCommands commands = commands(LONG);
        gate = new Gate.Closed("it hands over", Duration.ofSeconds(1));
        assertFails(send(commands, CommandTarget.MON, "status"), Errno.EAGAIN, "it hands over");
        gate = new Gate.Elsewhere(URI.create("http://127.0.0.1:1/api/command"));
        assertFails(send(commands, CommandTarget.MON, "status"), Errno.EAGAIN, "127.0.0.1:1");
    }

    @Test
    void aFailureOfTheManagersOwnIsEIO() throws Exception {
        SentCommands commands = commands(LONG, () -> {
            throw new NoClassDefFoundError("a class");
        });
        assertFails(send(commands, CommandTarget.MON, "status"), Errno.EIO, "the manager failed");
    }

    @Test
    void whatADaemonSendsIsRunByWordsOrByPrefix() throws Exception {
        SentCommands commands = commands(LONG);
        assertThat(commands.run("web.1", Map.of("words", List.of("status")), new byte[0]).stdout())
                .isEqualTo("fine".getBytes(UTF_8));
        assertThat(commands.run("web.1", Map.of("prefix", "status"), new byte[0]).stdout())
                .isEqualTo("fine".getBytes(UTF_8));
        for (Map<String, Object> command : List.<Map<String, Object>>of(
                Map.of("words", List.of("numbers"), "format", "json"),
                Map.of("prefix", "numbers", "format", "json"))) {
            assertThat(commands.run("web.1", command, new byte[0]).stdout()).isEqualTo("[1,2]\n".getBytes(UTF_8));
        }
        assertThat(commands.run("web.1", Map.of("prefix", "boil"), new byte[0]).retval())
                .isEqualTo(-Errno.EINVAL.number());
    }
}
