package io.reeve.command;

import io.reeve.api.FrozenException;
import io.reeve.api.MgrException;
import io.reeve.api.NotActiveException;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.CommandRequest.Prefix;
import io.reeve.command.CommandRequest.Words;
import io.reeve.command.grammar.CommandTable;
import io.reeve.command.grammar.ParseResult;
import io.reeve.command.grammar.ParseResult.Parsed;
import io.reeve.command.grammar.ParseResult.Refused;
import io.reeve.command.output.AnswerTooLargeException;
import io.reeve.command.output.ResultFormat;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dispatcher of command requests. A known request is answered from memory; a new one is parsed, admitted by the gate,
 * executed and remembered. There is one dispatcher per process, for every role; the table and the gate depend on the role.
 *
 * <p><b>At most once.</b> Requests with the same id share one execution. A retry with an unknown id is executed only if its
 * command is read-only, because another manager, or this one before a restart, may have executed it already. A command that
 * the fence refused did nothing: it is refused like one that comes a moment later, and forgotten.
 */
public final class CommandDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(CommandDispatcher.class);
    private static final int MOST_RUNNING = 1_000;
    private static final Duration NOT_DONE_RETRY = Duration.ofSeconds(1);

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
    private final ModuleCommandHandler modules;
    private final Gate gate;
    private final Consumer<String> audit;
    private final ResultMemory memory;
    private final Semaphore slots = new Semaphore(MOST_RUNNING);
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
        this.modules = modules;
        this.gate = gate;
        this.audit = audit;
        memory = new ResultMemory(nanoClock);
    }

    /** The number of commands that are running, for tests. */
    int running() {
        return MOST_RUNNING - slots.availablePermits();
    }

    /**
     * Executes a request and waits for its result, at most for the request's timeout. Blocks: call it on a virtual thread.
     *
     * @param from the client's address or name, for the audit log
     */
    public Outcome dispatch(CommandRequest request, String from) throws InterruptedException {
        String id = request.id() == null ? UUID.randomUUID().toString() : request.id();
        Optional<Execution> known = memory.find(id);
        if (known.isPresent()) {
            return share(known.get(), request, id);
        }
        ParseResult parsed = parse(request);
        return switch (gate.decide(parsed)) {
            case Gate.Closed closed -> new Outcome.NotNow(closed.reason(), closed.retryAfter());
            case Gate.Elsewhere elsewhere -> new Outcome.Redirect(elsewhere.endpoint());
            case Gate.Open open -> letIn(new Job(request, parsed, from, id, open.epoch()));
        };
    }

    private record Job(CommandRequest request, ParseResult parsed, String from, String id, long epoch) {
        CommandReply error(Errno errno, String message) {
            return CommandReply.error(errno, message, id, epoch);
        }
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

    private Outcome letIn(Job job) throws InterruptedException {
        if (!slots.tryAcquire()) {
            return new Outcome.NotNow(MOST_RUNNING + " commands are running", Duration.ofSeconds(1));
        }
        Execution execution = new Execution(job.request(), job.epoch());
        Optional<Execution> other = memory.addUnlessThere(job.id(), execution);
        if (other.isPresent()) {
            slots.release();
            return share(other.get(), job.request(), job.id());
        }
        threads.newThread(() -> {
            Outcome outcome = executeSafely(job);
            slots.release();
            if (outcome instanceof Outcome.Answered(CommandReply reply)) {
                memory.over(job.id(), reply);
            } else {
                memory.forget(job.id());
            }
            execution.outcome().complete(outcome);
        }).start();
        return await(execution, job.request(), job.id());
    }

    private Outcome share(Execution execution, CommandRequest request, String id) throws InterruptedException {
        return execution.isOf(request)
                ? await(execution, request, id)
                : new Outcome.WrongId("id '" + id
                        + "' belongs to another command: use a new id for each");
    }

    private Outcome await(Execution execution, CommandRequest request, String id) throws InterruptedException {
        try {
            return execution.outcome().get(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Outcome.Answered(CommandReply.error(Errno.ETIMEDOUT,
                    "outcome unknown: no result within " + request
                            .timeout()
                            .toMillis() / 1000.0 + " s; the command goes on",
                    id, execution.epoch()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("an execution never ends with an exception", e);
        }
    }

    /** The reply to a job, whatever goes wrong: somebody waits for it. */
    private Outcome executeSafely(Job job) {
        try {
            return execute(job);
        } catch (RuntimeException | Error e) {
            return new Outcome.Answered(CommandReply.of(HandlerFailure.result(e), job.id(), job.epoch()));
        }
    }

    private Outcome execute(Job job) {
        boolean harmless = job.parsed() instanceof Parsed p && p.entry().signature().isReadOnly();
        if (job.request().retry() && !harmless) {
            return new Outcome.Answered(job.error(Errno.ETIMEDOUT,
                    "outcome unknown: this manager does not know the first attempt; look whether it"
                            + " has happened before sending it anew"));
        }
        return switch (job.parsed()) {
            case Refused refused -> {
                audit(AuditLine.refused(job.from(), job.id(), refused));
                yield new Outcome.Answered(job.error(refused.errno(), refused.message()));
            }
            case Parsed parsed -> run(job, parsed);
        };
    }

    private Outcome run(Job job, Parsed parsed) {
        String prefix = parsed.entry().signature().prefix();
        boolean changes = !parsed.entry().signature().isReadOnly();
        ResultFormat format = parsed.format().flatMap(ResultFormat::of).orElse(ResultFormat.PLAIN);
        if (changes) {
            audit(AuditLine.of(job.from(), job.id(), parsed, "dispatch"));
        }
        HandleCommandResult result;
        try {
            Command command = new Command(prefix, parsed.args(), job.request().inbuf(), format.label(), job.from());
            result = whole(handle(parsed.entry(), command), format);
        } catch (FrozenException | NotActiveException | NotExecutedException e) { // the fence refused its only write, or nobody took it
            return notDone(job, parsed, e);
        } catch (Throwable e) { // including an Error: it fails the command, not the manager
            result = HandlerFailure.result(parsed.entry().signature(), e);
        }
        if (changes && result.retval() < 0) {
            audit(AuditLine.of(job.from(), job.id(), parsed, "failed with " + Errno.nameOf(result.retval())));
        }
        return new Outcome.Answered(CommandReply.of(result, job.id(), job.epoch()));
    }

    /** The command came too late in its epoch, and nothing of it happened: the client tries again, here or elsewhere. */
    private Outcome notDone(Job job, Parsed parsed, MgrException why) {
        if (!parsed.entry().signature().isReadOnly()) {
            audit(AuditLine.of(job.from(), job.id(), parsed, "not executed"));
        }
        return new Outcome.NotNow("not executed: " + why.getMessage(), NOT_DONE_RETRY);
    }

    private HandleCommandResult handle(CommandTable.Entry entry, Command command) throws Exception {
        try {
            return entry.handler() instanceof BuiltinCommand builtin
                    ? builtin.handle(command)
                    : modules.handle(entry.owner(), command);
        } catch (ExecutionException | CompletionException e) {
            throw HandlerFailure.cause(e) instanceof MgrException cause ? cause : e;
        }
    }

    /** The rendered result, checked for nulls, which the handler of a module may return. */
    private static HandleCommandResult whole(HandleCommandResult result, ResultFormat format) {
        HandleCommandResult rendered = format.render(Objects.requireNonNull(result, "the handler returned null"));
        byte[] stdout = Objects.requireNonNull(rendered.stdout(), "the handler returned null as stdout");
        String stderr = Objects.requireNonNull(rendered.stderr(), "the handler returned null as stderr");
        if (stdout.length + (long) stderr.length() > AnswerTooLargeException.LIMIT) {
            throw new AnswerTooLargeException();
        }
        return rendered;
    }

    private void audit(String line) {
        try {
            audit.accept(line);
        } catch (RuntimeException e) {
            LOG.error("audit line lost: {}", line, e);
        }
    }
}
