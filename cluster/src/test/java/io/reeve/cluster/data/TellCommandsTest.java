package io.reeve.cluster.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.Clocks;
import io.reeve.cluster.daemon.DaemonCommandSender;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReports;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.command.output.ResultFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TellCommandsTest {
    private final ClusterState state = new ClusterState(DaemonSettings.defaults(),
            KeptLimits.ofHeap(KeptLimits.PERCENT), 1, Clocks.system(), ClusterData.all(), List.of());

    @BeforeEach
    void start() {
        state.start();
    }

    @AfterEach
    void close() {
        state.close();
    }

    private static final TellCommands.Here HERE = new TellCommands.Here() {
        @Override
        public String manager() {
            return "a";
        }

        @Override
        public HandleCommandResult run(List<String> words, Command told) {
            return HandleCommandResult.ok("a itself " + words);
        }
    };

    private HandleCommandResult tell(DaemonCommandSender sender, String target, String... words) throws Exception {
        return new TellCommands(sender, state::snapshot, HERE).commands()
                .getFirst()
                .handle(new Command("tell", Map.of("target", target, "args", List.of(words)), new byte[0], "json"));
    }

    private static String plain(HandleCommandResult result) {
        return new String(ResultFormat.PLAIN.render(result).stdout(), StandardCharsets.UTF_8).stripTrailing();
    }

    @Test
    void tellReachesTheDaemonOrSaysThatItIsNotThere() throws Exception {
        DaemonCommandSender echo = (daemon, command, input, limit) -> CompletableFuture
                .completedFuture(HandleCommandResult.ok(daemon + " " + command));
        assertThat(plain(tell(echo, "osd.0", "perf", "dump"))).isEqualTo("osd.0 {words=[perf, dump]}");
        assertThat(tell(echo, "nobody", "x").retval()).isEqualTo(-Errno.EINVAL.number());
        DaemonCommandSender none = (daemon, command, input, limit) -> CompletableFuture.completedFuture(
                HandleCommandResult.error(Errno.ENXIO, daemon + " does not report"));
        assertThat(tell(none, "osd.0", "x").retval()).isEqualTo(-Errno.ENXIO.number());
    }

    @Test
    void tellReachesThisManagerByItsName() throws Exception {
        assertThat(TellCommands.manager("tell", Map.of("target", "mgr.b"))).hasValue("b");
        assertThat(TellCommands.manager("tell", Map.of("target", "osd.0"))).isEmpty();
        assertThat(TellCommands.manager("osd tree", Map.of("target", "mgr.b"))).isEmpty();
        DaemonCommandSender nobody = (daemon, command, input, limit) -> {
            throw new AssertionError("no daemon is told");
        };
        assertThat(plain(tell(nobody, "mgr.a", "version"))).isEqualTo("a itself [version]");
        assertThat(tell(nobody, "mgr.b", "version").stderr()).startsWith("mgr.b does not exist");
        assertThat(tell(nobody, "mgr.*", "version").stderr()).contains("one by one");
    }

    @Test
    void allDaemonsOfATypeAreToldAndTheAnswerOfEachIsThereAlsoIfOneFails() throws Exception {
        state.set(StateParts.OSDS, new StateParts.OsdMapSummary(1, IntStream.of(0, 2, 10)
                .boxed()
                .collect(Collectors.toMap(id -> id, id -> new StateParts.OsdSummary(id, true, true, 1, "hdd"))),
                List.of(), 0.95));
        DaemonReports.Session _ = state.reports()
                .open(new DaemonOpening(DaemonId.of("osd.9"), 1, false, Map.of(), "127.0.0.1:1"));
        Snapshot _ = state.upToDate().get(10, TimeUnit.SECONDS);
        DaemonCommandSender sender = (daemon, command, input,
                limit) -> CompletableFuture.completedFuture(daemon.id().equals("2")
                        ? HandleCommandResult.error(Errno.ENXIO, "it is gone")
                        : HandleCommandResult.ok(daemon.id().equals("0") ? "{\"version\":1}\n" : "two\nlines\n"));

        HandleCommandResult told = tell(sender, "osd.*", "version");
        assertThat(told.retval()).isEqualTo(-Errno.ENXIO.number());
        assertThat(told.stderr()).isEqualTo("1 of 4 daemons failed: osd.2");
        assertThat(new ObjectMapper().<JsonNode>valueToTree(told.data()))
                .hasToString("{\"osd.0\":{\"retval\":0,\"output\":{\"version\":1},\"status\":\"\"},"
                        + "\"osd.2\":{\"retval\":-6,\"output\":\"\",\"status\":\"it is gone\"},"
                        + "\"osd.9\":{\"retval\":0,\"output\":\"two\\nlines\\n\",\"status\":\"\"},"
                        + "\"osd.10\":{\"retval\":0,\"output\":\"two\\nlines\\n\",\"status\":\"\"}}");
        assertThat(plain(told)).isEqualTo("""
                osd.0: {"version":1}
                osd.2: Error ENXIO: it is gone
                osd.9: two
                osd.9: lines
                osd.10: two
                osd.10: lines""");
        assertThat(tell(sender, "nope.*", "version").retval())
                .isEqualTo(-Errno.ENOENT.number());
    }

    @Test
    void onlySomeDaemonsAreToldAtATime() throws Exception {
        List<DaemonId> all = IntStream.range(0, 100).mapToObj(id -> DaemonId.of("osd." + id)).toList();
        BlockingQueue<CompletableFuture<HandleCommandResult>> waiting = new LinkedBlockingQueue<>();
        DaemonCommandSender sender = (daemon, command, input, limit) -> {
            CompletableFuture<HandleCommandResult> answer = new CompletableFuture<>();
            waiting.add(answer);
            return answer;
        };
        CompletableFuture<HandleCommandResult> result = CompletableFuture.supplyAsync(() -> {
            try {
                return new ToldDaemons(sender, Duration.ofMinutes(5)).send(all, Map.of(), new byte[0], true);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Deque<CompletableFuture<HandleCommandResult>> told = new ArrayDeque<>();
        while (told.size() < ToldDaemons.IN_FLIGHT) {
            told.add(next(waiting));
        }
        for (int more = ToldDaemons.IN_FLIGHT; more < all.size(); more++) {
            assertThat(waiting).as("told before another has answered").isEmpty();
            told.removeFirst().complete(HandleCommandResult.ok("x"));
            told.add(next(waiting));
        }
        told.forEach(answer -> answer.complete(HandleCommandResult.ok("x")));
        assertThat(result.get(30, TimeUnit.SECONDS).retval()).isZero();
    }

    private static CompletableFuture<HandleCommandResult> next(
            BlockingQueue<CompletableFuture<HandleCommandResult>> waiting) throws InterruptedException {
        return Objects.requireNonNull(waiting.poll(30, TimeUnit.SECONDS), "another daemon that is told");
    }

    @Test
    void noFurtherDaemonIsToldWhenTheAnswersAreTooLargeOrTheTimeIsOver() throws Exception {
        List<DaemonId> all = IntStream.range(0, 3).mapToObj(id -> DaemonId.of("osd." + id)).toList();
        byte[] large = new byte[(int) ToldDaemons.MOST_BYTES + 1];
        DaemonCommandSender sender = (daemon, command, input, limit) -> CompletableFuture
                .completedFuture(HandleCommandResult.ok(large));
        HandleCommandResult told = new ToldDaemons(sender, Duration.ofMinutes(5)).send(all, Map.of(), new byte[0],
                true);
        assertThat(told.retval()).isEqualTo(-Errno.EFBIG.number());
        assertThat(told.stderr()).isEqualTo("2 of 3 daemons failed: osd.1, osd.2");

        HandleCommandResult late = new ToldDaemons(sender, Duration.ofMinutes(-1)).send(all, Map.of(), new byte[0],
                true);
        assertThat(late.retval()).isEqualTo(-Errno.ETIMEDOUT.number());
        assertThat(late.stderr()).startsWith("3 of 3 daemons failed");
    }

    @Test
    void answersThatComeTogetherAreDroppedAboveTheLimitAndTheResultSaysWhoseDaemonRanTheCommand() throws Exception {
        List<DaemonId> all = IntStream.range(0, 40).mapToObj(id -> DaemonId.of("osd." + id)).toList();
        List<CompletableFuture<HandleCommandResult>> waiting = new ArrayList<>();
        String large = "x".repeat((int) ToldDaemons.MOST_BYTES / 4);
        DaemonCommandSender sender = (daemon, command, input, limit) -> {
            CompletableFuture<HandleCommandResult> answer = new CompletableFuture<>();
            waiting.add(answer);
            if (waiting.size() == ToldDaemons.IN_FLIGHT) {
                waiting.get(0).complete(HandleCommandResult.ok(large));
                waiting.get(1).complete(HandleCommandResult.error(Errno.EIO, large));
                waiting.forEach(each -> each.complete(HandleCommandResult.ok(large)));
            }
            return answer;
        };
        HandleCommandResult told = new ToldDaemons(sender, Duration.ofMinutes(5)).send(all, Map.of(), new byte[0],
                true);

        JsonNode answers = new ObjectMapper().valueToTree(told.data());
        assertThat(IntStream.range(0, 40).filter(id -> answers.get("osd." + id).toString().length() > 1_000)).as("kept")
                .hasSize(4);
        assertThat(answers.at("/osd.4/status").asText())
                .startsWith("told, and it ran the command; its answer of 4194304");
        assertThat(answers.at("/osd.31/status").asText()).startsWith("told, and it ran the command");
        assertThat(answers.at("/osd.32/status").asText()).startsWith("not sent: ");
        assertThat(told.retval()).isEqualTo(-Errno.EFBIG.number());
    }

    @Test
    void formatPlainGetsTheTextAlone() throws Exception {
        DaemonCommandSender echo = (daemon, command, input, limit) -> CompletableFuture
                .completedFuture(HandleCommandResult.ok("x"));
        HandleCommandResult told = new ToldDaemons(echo, Duration.ofMinutes(5)).send(List.of(DaemonId.of("osd.0")),
                Map.of(), new byte[0], false);

        assertThat(told.data()).isNull();
        assertThat(plain(told)).isEqualTo("osd.0: x");
    }
}
