package io.reeve.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.FrozenException;
import io.reeve.api.NotActiveException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.grammar.CommandTable;
import io.reeve.command.grammar.KnownValues;
import io.reeve.command.grammar.Signature;
import io.reeve.command.testing.TestCommands;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CommandDispatcherTest {
    private final TestCommands commands = new TestCommands();
    private final List<String> audit = new CopyOnWriteArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private volatile Gate.Decision decision = new Gate.Open(7);
    private final CommandDispatcher dispatcher = new CommandDispatcher(() -> commands.table, commands.handlers,
            c -> decision,
            audit::add, clock::get);

    @Test
    void runsACommandAndSaysInWhichEpoch() throws Exception {
        CommandReply reply = answer(request("get", "x"));

        assertThat(reply.status()).isZero();
        assertThat(stdout(reply)).isEqualTo("get 1 {key=x} 0");
        assertThat(reply.epoch()).isEqualTo(7);
        assertThat(reply.id()).isNotEmpty();
        assertThat(audit).isEmpty();
    }

    @Test
    void runsTheCommandsOfModulesTheSameWay() throws Exception {
        assertThat(stdout(answer(request("hello")))).isEqualTo("hello:hello");
    }

    @Test
    void theEndOfRunningCommandsCanBeAwaited() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CommandDispatcher waiting = dispatcher(BuiltinCommand.of("own", "wait", "rw", waiting(begun, go)));
        assertThat(waiting.awaitActiveOnly(Duration.ZERO)).as("nothing runs").isTrue();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> own = threads.submit(() -> waiting.dispatch(request("own"), "test"));
            begun.await();
            assertThat(waiting.awaitActiveOnly(Duration.ofMillis(20))).isFalse();
            Future<Boolean> end = threads.submit(() -> waiting.awaitActiveOnly(Duration.ofSeconds(60)));
            go.countDown();
            assertThat(end.get()).isTrue();
            assertThat(own.get()).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void aDrainDoesNotWaitForACommandThatAnyNodeAnswersSinceThatMayWaitForTheDrain() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CommandDispatcher waiting = dispatcher(BuiltinCommand.anyNode("any", "wait", "rw", waiting(begun, go)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> any = threads.submit(() -> waiting.dispatch(request("any"), "test"));
            begun.await();
            assertThat(waiting.awaitActiveOnly(Duration.ZERO)).isTrue();
            go.countDown();
            assertThat(any.get()).isInstanceOf(Outcome.Answered.class);
        }
    }

    /** A handler that waits until it may go on. */
    private static BuiltinCommand.Handler waiting(CountDownLatch begun, CountDownLatch go) {
        return _ -> {
            begun.countDown();
            go.await();
            return HandleCommandResult.ok();
        };
    }

    private CommandDispatcher dispatcher(BuiltinCommand only) {
        CommandTable table = BuiltinCommands.table(List.of(only), Map.of());
        return new CommandDispatcher(() -> table, commands.handlers, _ -> decision, audit::add, clock::get);
    }

    @Test
    void refusesWhatIsNoCommandAndWritesItToTheAuditLog() throws Exception {
        CommandReply reply = answer(request("gte"));

        assertThat(reply.status()).isEqualTo(-Errno.EINVAL.number());
        assertThat(reply.stderr()).startsWith("no valid command found; ");
        assertThat(audit).singleElement().asString().contains("cmd='': refused: no valid command found");
        assertThat(answer(request("get", "--format", "xml")).stderr()).contains(
                "format 'xml' is not one of plain, json, json-pretty, yaml");
    }

    @Test
    void directionMarksDoNotReachTheAuditLog() throws Exception {
        answer(withId(request("set", "a\u202eb\tc", "top secret"), "i1", false));

        assertThat(audit).containsExactly("from='test' id='i1' cmd='set key=a?b?c val=***': dispatch");
    }

    @Test
    void writesChangingCommandsToTheAuditLogWithoutSecrets() throws Exception {
        answer(withId(request("set", "a\nb", "top secret"), "i1", false));

        assertThat(audit).containsExactly("from='test' id='i1' cmd='set key=a?b val=***': dispatch");
    }

    @Test
    void neverRunsTheSameIdTwice() throws Exception {
        CommandRequest request = withId(request("set", "x"), "one", false);

        CommandReply first = answer(request);
        CommandReply again = answer(withId(request, "one", true));

        assertThat(stdout(again)).isEqualTo(stdout(first)).startsWith("set 1 ");
        assertThat(commands.runs).hasValue(1);
    }

    @Test
    void joinsARunningExecution() throws Exception {
        commands.hold = new CountDownLatch(1);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CommandReply>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                boolean retry = i % 2 == 1;
                all.add(clients.submit(() -> answer(withId(request("get", "x"), "same", retry))));
            }
            await().until(() -> commands.runs.get() > 0);
            assertThat(dispatcher.running()).isEqualTo(1);
            commands.hold.countDown();

            for (Future<CommandReply> reply : all) {
                assertThat(stdout(reply.get())).isEqualTo("get 1 {key=x} 0");
            }
        }
        assertThat(commands.runs).hasValue(1);
        await().until(() -> dispatcher.running() == 0);
    }

    @Test
    void runsOnceWhatIsSentTwiceAtTheSameMoment() throws Exception {
        CyclicBarrier together = new CyclicBarrier(8);
        CommandDispatcher other = new CommandDispatcher(() -> commands.table, commands.handlers, c -> {
            try {
                together.await(); // all have looked into the memory, none has written
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
            return decision;
        }, audit::add, clock::get);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(clients
                        .submit(() -> other.dispatch(withId(request("set", "x"), "same", false), "t")));
            }
            for (Future<Outcome> outcome : all) {
                assertThat(outcome.get()).isInstanceOf(Outcome.Answered.class);
            }
        }
        assertThat(commands.runs).hasValue(1);
    }

    @Test
    void refusesAnotherCommandWithTheSameId() throws Exception {
        answer(withId(request("set", "x"), "one", false));

        assertThat(dispatch(withId(request("set", "y"), "one", true)))
                .isInstanceOf(Outcome.WrongId.class);
        assertThat(commands.runs).hasValue(1);
    }

    @Test
    void runsAnUnknownRetryOnlyIfItReads() throws Exception {
        assertThat(answer(withId(request("get"), "r", true)).status()).isZero();

        CommandReply reply = answer(withId(request("set", "x"), "w", true));
        CommandReply late = answer(withId(request("set", "x"), "w", false));

        assertThat(reply.status()).isEqualTo(-110);
        assertThat(reply.stderr()).startsWith("outcome unknown: ");
        assertThat(late.status()).as("the first attempt, overtaken by its retry").isEqualTo(-110);
        assertThat(commands.runs).hasValue(1);
    }

    @Test
    void forgetsAResultAfterTenMinutes() throws Exception {
        CommandRequest request = withId(request("set", "x"), "one", false);
        answer(request);
        clock.addAndGet(ResultMemory.KEPT.toNanos());
        assertThat(answer(withId(request, "one", true)).status()).isZero();

        clock.addAndGet(1);

        assertThat(answer(withId(request, "one", true)).status()).isEqualTo(-110);
    }

    @Test
    void forgetsTheOldestOfTooManyResults() {
        ResultMemory memory = new ResultMemory(clock::get);
        for (int i = 0; i <= ResultMemory.MOST; i++) {
            String id = "id" + i;
            Execution execution = new Execution(request("x"), 1);
            assertThat(memory.addUnlessThere(id, execution)).isEmpty();
            memory.over(id, CommandReply.error(Errno.EIO, "x", id, 1));
        }

        assertThat(memory.find("id0")).isEmpty();
        assertThat(memory.find("id1")).isPresent();
        memory.addUnlessThere("big", new Execution(request("x"), 1));
        memory.over("big", new CommandReply(0, new byte[(int) ResultMemory.MOST_BYTES], "", "big", 1));
        assertThat(memory.find("id" + ResultMemory.MOST)).isEmpty();
        assertThat(memory.find("big")).isPresent();
    }

    @Test
    void refusesNewCommandsWhileClosedButReplaysOldResults() throws Exception {
        CommandRequest old = withId(request("set", "x"), "old", false);
        answer(old);
        decision = new Gate.Closed("frozen", Duration.ofSeconds(2));

        assertThat(dispatch(request("get")))
                .isEqualTo(new Outcome.NotNow("frozen", Duration.ofSeconds(2)));
        assertThat(answer(withId(old, "old", true)).status()).isZero();
        decision = new Gate.Elsewhere(URI.create("http://a/api/command"));
        assertThat(dispatch(request("nonsense"))).isInstanceOf(Outcome.Redirect.class);
        assertThat(commands.runs).hasValue(1);
    }

    @Test
    void asksTheGateAboutTheCommandThatIsMeant() throws Exception {
        List<Optional<String>> asked = new ArrayList<>();
        CommandDispatcher other = new CommandDispatcher(() -> commands.table, commands.handlers, c -> {
            asked.add(c.map(e -> e.signature().prefix()));
            return new Gate.Open(1);
        }, audit::add, clock::get);

        other.dispatch(request("get", "x"), "test");
        other.dispatch(request("get", "--bogus"), "test");
        other.dispatch(request("nonsense"), "test");

        assertThat(asked).containsExactly(Optional.of("get"), Optional.of("get"), Optional.empty());
    }

    @Test
    void showsAFailureInOneLineWithAnErrorId() throws Exception {
        CommandReply reply = answer(request("throw"));

        assertThat(reply.status()).isEqualTo(-22);
        assertThat(reply.stderr()).matches(
                "command 'throw' failed: line one \\(error id [0-9a-f]{8}: see the log of the manager\\)");
        assertThat(answer(request("throw", "error")).stderr()).startsWith("command 'throw error' failed: no message (")
                .doesNotContain("StackOverflowError");
        assertThat(audit).anyMatch(l -> l.endsWith("cmd='throw': failed with EINVAL"));
    }

    @Test
    @SuppressWarnings("NullAway") // what a module without NullAway can return
    void answersWhenAHandlerReturnsNull() throws Exception {
        for (HandleCommandResult wrong : new HandleCommandResult[]{null, new HandleCommandResult(0, null, "", null),
                new HandleCommandResult(0, new byte[0], null, null)}) {
            CommandDispatcher other = new CommandDispatcher(() -> commands.table, (module, c) -> wrong, c -> decision,
                    audit::add,
                    clock::get);

            CommandReply reply = ((Outcome.Answered) other.dispatch(request("hello"), "t")).reply();

            assertThat(reply.status()).isEqualTo(-22);
            assertThat(reply.stderr()).contains("the handler returned null");
        }
    }

    @Test
    void whatTheFenceRefusedIsRefusedAndMayBeRunAgainUnderItsId() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        List<Exception> refusals = List.of(new NotActiveException("epoch 7 is over"), new FrozenException("frozen"),
                new ExecutionException(new NotActiveException("epoch 7 is over")));
        CommandDispatcher refusing = new CommandDispatcher(() -> commands.table, (_, _) -> {
            int run = runs.getAndIncrement();
            if (run < refusals.size()) {
                throw refusals.get(run);
            }
            return HandleCommandResult.ok("done");
        }, c -> decision, audit::add, clock::get);
        CommandRequest request = withId(request("hello"), "one", false);

        for (Exception refusal : refusals) {
            assertThat(refusing.dispatch(request, "t")).isInstanceOfSatisfying(Outcome.NotNow.class,
                    n -> assertThat(n.reason()).startsWith("not executed: ")
                            .endsWith(HandlerFailure.cause(refusal).getMessage()));
        }
        assertThat(refusing.dispatch(request, "t")).isInstanceOfSatisfying(Outcome.Answered.class,
                a -> assertThat(stdout(a.reply())).isEqualTo("done"));
        await().untilAsserted(() -> assertThat(refusing.running()).isZero());
    }

    @Test
    void whatMayHaveHappenedIsAnsweredAndNeverRunAgain() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CommandDispatcher losing = new CommandDispatcher(() -> commands.table, (_, _) -> {
            runs.incrementAndGet();
            throw new OutcomeUnknownException("no answer");
        }, c -> decision, audit::add, clock::get);
        CommandRequest request = withId(request("hello"), "one", false);

        for (int i = 0; i < 2; i++) {
            assertThat(losing.dispatch(request, "t")).isInstanceOfSatisfying(Outcome.Answered.class,
                    a -> assertThat(a.reply().status()).isEqualTo(-Errno.ETIMEDOUT.number()));
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void tellsWhatTheStoreSaidByItsErrno() {
        assertThat(HandlerFailure
                .result(Signature.parse(new CommandDescriptor("x", "x", "r")), new FrozenException("frozen"))
                .retval()).isEqualTo(-11);
        assertThat(HandlerFailure
                .result(Signature.parse(new CommandDescriptor("x", "x", "r")), new OutcomeUnknownException("lost"))
                .retval()).isEqualTo(-110);
    }

    @Test
    void stopsWaitingAfterTheTimeoutAndLetsTheCommandGoOn() throws Exception {
        commands.hold = new CountDownLatch(1);
        CommandRequest request = new CommandRequest(new CommandRequest.Words(List.of("set", "x")), new byte[0], null,
                "slow",
                false, Duration.ofMillis(20));

        CommandReply reply = answer(request);
        commands.hold.countDown();
        await().until(() -> dispatcher.running() == 0);

        assertThat(reply.status()).isEqualTo(-110);
        assertThat(reply.stderr()).startsWith("outcome unknown: no result within 0.02 s");
        assertThat(answer(withId(request, "slow", true)).status()).isZero();
        assertThat(commands.runs).hasValue(1);
    }

    @Test
    void repliesOnTheThreadOnWhichItRunsTheCommand() {
        List<Outcome> replies = new ArrayList<>();

        dispatcher.dispatch(request("get", "x"), "test", replies::add);
        dispatcher.dispatch(request("gte"), "test", replies::add);
        decision = new Gate.Closed("frozen", Duration.ofSeconds(2));
        dispatcher.dispatch(request("get"), "test", replies::add);

        assertThat(stdout(((Outcome.Answered) replies.get(0)).reply())).isEqualTo("get 1 {key=x} 0");
        assertThat(((Outcome.Answered) replies.get(1)).reply().status()).isEqualTo(-22);
        assertThat(replies.get(2)).isEqualTo(new Outcome.NotNow("frozen", Duration.ofSeconds(2)));
        assertThat(replies).hasSize(3);
        assertThat(dispatcher.running()).isZero();
    }

    @Test
    void repliesAfterTheTimeoutWhileTheCommandGoesOnAndToARetryWithItsResult() throws Exception {
        commands.hold = new CountDownLatch(1);
        CommandRequest request = new CommandRequest(new CommandRequest.Words(List.of("set", "x")), new byte[0], null,
                "slow", false, Duration.ofMillis(20));
        List<Outcome> replies = new CopyOnWriteArrayList<>();
        List<Outcome> retries = new CopyOnWriteArrayList<>();

        Thread first = Thread.ofVirtual().start(() -> dispatcher.dispatch(request, "test", replies::add));
        await().until(() -> !replies.isEmpty());
        dispatcher.dispatch(
                new CommandRequest(request.target(), request.inbuf(), null, "slow", true, Duration.ofHours(1)),
                "test", retries::add);
        assertThat(dispatcher.running()).isEqualTo(1);
        assertThat(retries).isEmpty();
        commands.hold.countDown();
        first.join();

        assertThat(replies).singleElement()
                .isInstanceOfSatisfying(Outcome.Answered.class, a -> assertThat(
                        a.reply().stderr()).startsWith("outcome unknown: no result within 0.02 s"));
        assertThat(retries).singleElement()
                .isInstanceOfSatisfying(Outcome.Answered.class,
                        a -> assertThat(stdout(a.reply())).startsWith("set 1 "));
        assertThat(commands.runs).hasValue(1);
        assertThat(dispatcher.running()).isZero();
    }

    @Test
    void answersHelpCompletionAndDescriptionsAsCommands() throws Exception {
        List<BuiltinCommand> all = new ArrayList<>();
        io.reeve.command.grammar.CommandTable[] table = new io.reeve.command.grammar.CommandTable[1];
        all.addAll(TableCommands.of(() -> table[0], KnownValues.NONE));
        table[0] = BuiltinCommands.table(all, java.util.Map.of());
        CommandDispatcher self = new CommandDispatcher(() -> table[0], commands.handlers, c -> decision, audit::add,
                clock::get);

        assertThat(stdout(((Outcome.Answered) self.dispatch(request("help", "help"), "t")).reply()))
                .startsWith(
                        "help [<words>...]  list the commands")
                .endsWith("\n");
        assertThat(stdout(
                ((Outcome.Answered) self.dispatch(request("complete", "--", "get_"), "t")).reply()))
                .isEqualTo("get_command_descriptions");
        assertThat(stdout(
                ((Outcome.Answered) self.dispatch(request("get_command_descriptions", "-f", "json"),
                        "t")).reply()))
                .startsWith("{\"cmd000\":{\"sig\":[\"help\",{\"name\":\"words\"");
        assertThat(stdout(((Outcome.Answered) self.dispatch(request("help", "complete", "-f", "json"), "t")).reply()))
                .startsWith("[{\"command\":\"complete [<words>...]\",");
        assertThat(stdout(
                ((Outcome.Answered) self.dispatch(request("complete", "-f", "json", "--", "get_"), "t")).reply()))
                .isEqualTo("[\"get_command_descriptions\"]\n");
        assertThat(((Outcome.Answered) self.dispatch(request("help", "hlp"), "t")).reply().status())
                .isEqualTo(
                        -22);
    }

    @Test
    void aFieldThatMayBeTheRequestsOrAnArgumentIsRefused() throws Exception {
        dispatcherOf("metadata name=id,type=CephString,req=false");
        CommandReply reply = answer(CommandRequestParser.parse(json("{'prefix': 'metadata', 'id': 'a'}")));
        assertThat(reply.status()).isEqualTo(-22);
        assertThat(reply.stderr()).startsWith("\"id\" may be the request's own or an argument of 'metadata'");
        assertThat(stdout(
                answer(CommandRequestParser.parse(json("{'prefix': 'metadata', 'id': 'x', 'args': {'id': 'a'}}")))))
                .isEqualTo("{id=a}");
        assertThat(stdout(answer(CommandRequestParser.parse(json("{'prefix': 'metadata', 'id': 'y', 'args': {}}")))))
                .isEqualTo("{}");
        assertThat(answer(CommandRequestParser.parse(json("{'prefix': 'get', 'key': 'k', 'id': 'z'}"))).status())
                .isZero();
    }

    private void dispatcherOf(String cmd) {
        List<BuiltinCommand> all = new ArrayList<>(List.of(BuiltinCommand.of(cmd, "show", "r",
                c -> HandleCommandResult.ok(c.args().toString()))));
        all.add(BuiltinCommand.of("get name=key,type=CephString", "read", "r", c -> HandleCommandResult.ok()));
        commands.table = BuiltinCommands.table(all, java.util.Map.of());
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private Outcome dispatch(CommandRequest request) throws InterruptedException {
        return dispatcher.dispatch(request, "test");
    }

    private CommandReply answer(CommandRequest request) throws InterruptedException {
        Outcome outcome = dispatch(request);
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).reply();
    }

    private static String stdout(CommandReply reply) {
        return new String(reply.stdout(), StandardCharsets.UTF_8);
    }

    private static CommandRequest request(String... words) {
        return new CommandRequest(new CommandRequest.Words(List.of(words)), new byte[0], null, null, false,
                CommandRequest.DEFAULT_TIMEOUT);
    }

    private static CommandRequest withId(CommandRequest request, String id, boolean retry) {
        return new CommandRequest(request.target(), request.inbuf(), request.format(), id, retry, request.timeout());
    }
}
