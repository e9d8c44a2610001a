package io.reeve.command;

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
import io.reeve.command.output.ResultFormat;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
 * Takes requests to commands: what is remembered is answered from memory, what is new is parsed, let in by the gate, run,
 * and remembered. One per process, in every role; what the role changes comes from the table and the gate.
 *
 * <p><b>Never twice.</b> Requests with the same id share one execution. A repeat of an id that is not remembered runs only
 * if its command only reads, since another manager, or this one before it was restarted, may have run it.
 */
public final class CommandDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(CommandDispatcher.class);
    private static final int MOST_RUNNING = 1_000;

    /** The handler of every command that a module owns. */
    @FunctionalInterface
    public interface ModuleCommandHandler {
        /**
         * Runs a command on a thread of the module that owns it, and waits for it. Called on a virtual thread of the
         * dispatcher; an exception becomes the failure of the command.
         */
        HandleCommandResult handle(String module, Command command) throws Exception;
    }

    private final Supplier<CommandTable> table;
    private final ModuleCommandHandler modules;
    private final Gate gate;
    private final Consumer<String> audit;
    private final ResultMemory memory;
    private final Semaphore places = new Semaphore(MOST_RUNNING);
    private final ThreadFactory threads = Thread.ofVirtual().name("command-", 0).factory();

    /**
     * A dispatcher.
     *
     * @param audit     takes the lines of the audit log: changing commands when they start and when they fail, and refusals.
     *                  Does not block
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

    /** How many commands run now. */
    public int running() {
        return MOST_RUNNING - places.availablePermits();
    }

    /**
     * Takes a request and waits for its result. Blocks, so it belongs on a virtual thread.
     *
     * @param from who asks, for the audit log
     */
    public Outcome dispatch(CommandRequest request, String from) throws InterruptedException {
        String id = request.id() == null ? UUID.randomUUID().toString() : request.id();
        Optional<Execution> known = memory.find(id);
        if (known.isPresent()) {
            return share(known.get(), request, id);
        }
        ParseResult parsed = parse(request);
        return switch (gate.decide(parsed.command())) {
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
            case Prefix p -> table.get().bind(p.prefix(), p.args(), request.format());
        };
        if (result instanceof Parsed p && p.format().isPresent() && ResultFormat.of(p.format().get()).isEmpty()
                && !p.entry()
                        .signature()
                        .parameterNames()
                        .contains("format")) {
            return new Refused(Errno.EINVAL,
                    "Invalid command: format '" + p.format().get() + "' is not one of " + String
                            .join(", ", ResultFormat.names()),
                    p.command());
        }
        return result;
    }

    private Outcome letIn(Job job) throws InterruptedException {
        if (!places.tryAcquire()) {
            return new Outcome.NotNow(MOST_RUNNING + " commands are running", Duration.ofSeconds(1));
        }
        Execution execution = new Execution(job.request(), job.epoch());
        Optional<Execution> other = memory.addUnlessThere(job.id(), execution);
        if (other.isPresent()) {
            places.release();
            return share(other.get(), job.request(), job.id());
        }
        threads.newThread(() -> {
            CommandReply reply = executeSafely(job);
            places.release();
            memory.over(job.id(), reply);
            execution.reply().complete(reply);
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
            return new Outcome.Answered(execution.reply().get(request.timeout().toMillis(), TimeUnit.MILLISECONDS));
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

    /** Whatever goes wrong, whoever waits gets a reply. */
    private CommandReply executeSafely(Job job) {
        try {
            return execute(job);
        } catch (RuntimeException | Error e) {
            return CommandReply.of(HandlerFailure.result("?", e), job.id(), job.epoch());
        }
    }

    private CommandReply execute(Job job) {
        boolean harmless = job.parsed() instanceof Parsed p && p.entry().signature().isReadOnly();
        if (job.request().retry() && !harmless) {
            return job.error(Errno.ETIMEDOUT,
                    "outcome unknown: this manager does not know the first attempt; look whether it"
                            + " has happened before sending it anew");
        }
        return switch (job.parsed()) {
            case Refused refused -> {
                audit(AuditLine.refused(job.from(), job.id(), job.request(), refused.message()));
                yield job.error(refused.errno(), refused.message());
            }
            case Parsed parsed -> run(job, parsed);
        };
    }

    private CommandReply run(Job job, Parsed parsed) {
        String prefix = parsed.entry().signature().prefix();
        boolean changes = !parsed.entry().signature().isReadOnly();
        ResultFormat format = parsed.format().flatMap(ResultFormat::of).orElse(ResultFormat.PLAIN);
        if (changes) {
            audit(AuditLine.of(job.from(), job.id(), prefix, parsed.args(), "dispatch"));
        }
        HandleCommandResult result;
        try {
            Command command = new Command(prefix, parsed.args(), job.request().inbuf(), format.label());
            result = whole(handle(parsed.entry(), command), format);
        } catch (Throwable e) { // Errors of a module's too: they are the command's failure, not the manager's
            result = HandlerFailure.result(prefix, e);
        }
        if (changes && result.retval() < 0) {
            audit(AuditLine.of(job.from(), job.id(), prefix, parsed.args(),
                    "failed with " + Errno.nameOf(result.retval())));
        }
        return CommandReply.of(result, job.id(), job.epoch());
    }

    private HandleCommandResult handle(CommandTable.Entry entry, Command command) throws Exception {
        return entry.handler() instanceof BuiltinCommand builtin
                ? builtin.handle(command)
                : modules.handle(entry.owner(), command);
    }

    /** The result as a handler should have made it: a module's may have nulls. */
    private static HandleCommandResult whole(HandleCommandResult result, ResultFormat format) {
        HandleCommandResult rendered = format.render(Objects.requireNonNull(result, "the handler returned null"));
        Objects.requireNonNull(rendered.stdout(), "the handler returned null as stdout");
        Objects.requireNonNull(rendered.stderr(), "the handler returned null as stderr");
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
