package io.reeve.command;

import io.reeve.api.FrozenException;
import io.reeve.api.NotActiveException;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.CommandRequest.Prefix;
import io.reeve.command.CommandRequest.Words;
import io.reeve.command.grammar.CommandTable;
import io.reeve.command.grammar.ParseResult;
import io.reeve.command.grammar.ParseResult.Parsed;
import io.reeve.command.grammar.ParseResult.Refused;
import io.reeve.command.output.ResultFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The dispatcher of command requests. A known request is answered from memory; a new one is parsed, admitted by the gate,
 * executed and remembered. There is one dispatcher per process, for every role; the table and the gate depend on the role.
 *
 * <p><b>At most once.</b> Requests with the same id share one execution. A retry with an unknown id is executed only if its
 * command is read-only, because another manager, or this one before a restart, may have executed it already. A command that
 * the fence refused did nothing: it is refused like one that comes a moment later, and forgotten.
 */
public final class CommandDispatcher {
    private static final int MOST_RUNNING = 1_000;

    /** The handler of every command that a module owns. */
    @FunctionalInterface
    public interface ModuleCommandHandler {
        /**
         * Runs a command on a thread of the module that owns it, and waits for it. Called on a virtual thread of the
         * dispatcher; an exception becomes the failure of the command. A {@link FrozenException} or a
         * {@link NotActiveException} or a {@link NotExecutedException} says that nothing was done.
         */
        HandleCommandResult handle(String module, Command command) throws Exception;
    }

    private final Supplier<CommandTable> table;
    private final CommandRunner runner;
    private final Gate gate;
    private final ResultMemory memory;
    private final Semaphore slots = new Semaphore(MOST_RUNNING);
    private final RunningCommands activeOnly = new RunningCommands();
    private final Deadlines deadlines = new Deadlines();
    private final ThreadFactory threads = Thread.ofVirtual().name("command-", 0).factory();

    /**
     * Creates a dispatcher.
     *
     * @param modules   executes the commands that modules own
     * @param audit     receives the audit log: a line when a command that changes something starts or fails, and a line for
     *                  each refusal; must not block
     * @param nanoClock {@code System::nanoTime}
     */
    public CommandDispatcher(Supplier<CommandTable> table, ModuleCommandHandler modules, Gate gate,
            Consumer<String> audit,
            LongSupplier nanoClock) {
        this.table = table;
        this.runner = new CommandRunner(modules, audit);
        this.gate = gate;
        memory = new ResultMemory(nanoClock);
    }

    /** The number of commands that are running, for tests. */
    int running() {
        return MOST_RUNNING - slots.availablePermits();
    }

    /**
     * Waits until no command runs that only an active answers. One that any node answers may itself wait for a hand-over.
     *
     * @return false if the time is over first
     */
    public boolean awaitActiveOnly(Duration most) throws InterruptedException {
        return activeOnly.awaitNone(most);
    }

    /**
     * Executes a request and waits for its result, at most for the request's timeout. Blocks: call it on a virtual thread.
     *
     * @param from the client's address or name, for the audit log
     */
    public Outcome dispatch(CommandRequest request, String from) throws InterruptedException {
        return switch (admit(request, from)) {
            case Decided(Outcome outcome) -> outcome;
            case Known(Execution execution, String id) -> await(execution, request, id);
            case New(CommandRunner.Job job, Execution execution) -> {
                threads.newThread(() -> run(job, execution)).start();
                yield await(execution, request, job.id());
            }
        };
    }

    /**
     * Executes a request on the calling thread, and blocks it until the command has ended: call it on a virtual thread.
     *
     * @param from  the client's address or name, for the audit log
     * @param reply takes the outcome once: on the calling thread, on that of another request with the same id, or, if the
     *              request's timeout is over before the command has ended, on a third. Must not block or throw
     */
    public void dispatch(CommandRequest request, String from, Consumer<Outcome> reply) {
        switch (admit(request, from)) {
            case Decided(Outcome outcome) -> reply.accept(outcome);
            case Known(Execution execution, String id) -> whenKnown(execution, request, id, reply);
            case New(CommandRunner.Job job, Execution execution) -> {
                whenKnown(execution, request, job.id(), reply);
                run(job, execution);
            }
        }
    }

    /** The way of a request. */
    private sealed interface Admission {}

    /** A request that no command is executed for. */
    private record Decided(Outcome outcome) implements Admission {}

    /** A request whose id has an execution already. */
    private record Known(Execution execution, String id) implements Admission {}

    /** A request that is to be executed, and then to be {@link #run}. */
    private record New(CommandRunner.Job job, Execution execution) implements Admission {}

    private Admission admit(CommandRequest request, String from) {
        String id = request.id() == null ? UUID.randomUUID().toString() : request.id();
        Optional<Execution> known = memory.find(id);
        if (known.isPresent()) {
            return share(known.get(), request, id);
        }
        ParseResult parsed = parse(request);
        return switch (gate.decide(parsed)) {
            case Gate.Closed closed -> new Decided(new Outcome.NotNow(closed.reason(), closed.retryAfter()));
            case Gate.Elsewhere elsewhere -> new Decided(new Outcome.Redirect(elsewhere.endpoint()));
            case Gate.Open open -> letIn(new CommandRunner.Job(request, parsed, from, id, open.epoch()));
        };
    }

    private ParseResult parse(CommandRequest request) {
        ParseResult result = switch (request.target()) {
            case Words w -> table.get().parse(w.words(), request.format());
            case Prefix p -> unambiguous(p, table.get().bind(p.prefix(), p.args(), request.format()));
        };
        if (result instanceof Parsed p && p.format().isPresent() && ResultFormat.of(p.format().get()).isEmpty()
                && !p.entry()
                        .signature()
                        .parameterNames()
                        .contains("format")) {
            return new Refused(Errno.EINVAL, p.entry().signature().prefix(), "unknown format",
                    "Invalid command: format '" + p.format().get() + "' is not one of " + String
                            .join(", ", ResultFormat.names()),
                    p.command());
        }
        return result;
    }

    /** Refuses a request in which a field may be its own or an argument of the command. */
    private static ParseResult unambiguous(Prefix request, ParseResult result) {
        List<String> parameters = result.command().map(e -> e.signature().parameterNames()).orElse(List.of());
        Optional<String> either = request.beside().stream().filter(parameters::contains).sorted().findFirst();
        return either.isEmpty()
                ? result
                : new Refused(Errno.EINVAL, result.command().map(e -> e.signature().prefix()).orElse(""),
                        "ambiguous field",
                        "\"" + either.get() + "\" may be the request's own or an argument of '" + request.prefix()
                                + "': put the arguments into an object \"args\", which may be empty",
                        result.command());
    }

    private Admission letIn(CommandRunner.Job job) {
        if (!slots.tryAcquire()) {
            return new Decided(new Outcome.NotNow(MOST_RUNNING + " commands are running", Duration.ofSeconds(1)));
        }
        Execution execution = new Execution(job.request(), job.epoch());
        Optional<Execution> other = memory.addUnlessThere(job.id(), execution);
        if (other.isPresent()) {
            slots.release();
            return share(other.get(), job.request(), job.id());
        }
        return new New(job, execution);
    }

    private void run(CommandRunner.Job job, Execution execution) {
        Outcome outcome = job.needsActive() ? runCounted(job) : runner.run(job);
        slots.release();
        if (outcome instanceof Outcome.Answered(CommandReply reply)) {
            memory.over(job.id(), reply);
        } else {
            memory.forget(job.id());
        }
        execution.outcome().complete(outcome);
    }

    private Outcome runCounted(CommandRunner.Job job) {
        activeOnly.begin();
        try {
            return runner.run(job);
        } finally {
            activeOnly.end();
        }
    }

    private static Admission share(Execution execution, CommandRequest request, String id) {
        return execution.isOf(request)
                ? new Known(execution, id)
                : new Decided(new Outcome.WrongId("id '" + id
                        + "' belongs to another command: use a new id for each"));
    }

    private Outcome await(Execution execution, CommandRequest request, String id) throws InterruptedException {
        try {
            return deadlines.await(execution.outcome(), request.timeout());
        } catch (TimeoutException e) {
            return late(execution, request, id);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an execution never ends with an exception", e);
        }
    }

    /** Passes the outcome on when it is known, or when the request's timeout is over. */
    private void whenKnown(Execution execution, CommandRequest request, String id, Consumer<Outcome> reply) {
        CompletableFuture<Outcome> answer = execution.outcome().copy();
        Deadlines.Deadline deadline = deadlines.after(request.timeout(),
                () -> answer.complete(late(execution, request, id)));
        var _ = answer.thenAccept(outcome -> {
            deadline.end();
            reply.accept(outcome);
        });
    }

    private static Outcome late(Execution execution, CommandRequest request, String id) {
        return new Outcome.Answered(CommandReply.error(Errno.ETIMEDOUT,
                "outcome unknown: no result within " + request.timeout().toMillis() / 1000.0
                        + " s; the command goes on",
                id, execution.epoch()));
    }
}
