package io.reeve.command;

import io.reeve.api.FrozenException;
import io.reeve.api.MgrException;
import io.reeve.api.NotActiveException;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.CommandDispatcher.ModuleCommandHandler;
import io.reeve.command.grammar.CommandTable;
import io.reeve.command.grammar.ParseResult;
import io.reeve.command.grammar.ParseResult.Parsed;
import io.reeve.command.grammar.ParseResult.Refused;
import io.reeve.command.output.AnswerTooLargeException;
import io.reeve.command.output.ResultFormat;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The execution of commands that were admitted: their handlers, the rendering of their results, and their audit lines. */
final class CommandRunner {
    private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);
    private static final Duration NOT_DONE_RETRY = Duration.ofSeconds(1);

    private final ModuleCommandHandler modules;
    private final Consumer<String> audit;

    CommandRunner(ModuleCommandHandler modules, Consumer<String> audit) {
        this.modules = modules;
        this.audit = audit;
    }

    /** A request that was admitted, under its id, in an epoch. */
    record Job(CommandRequest request, ParseResult parsed, String from, String id, long epoch) {
        /** Whether only an active answers it; not so if it is no command. */
        boolean needsActive() {
            return parsed.command().filter(entry -> !entry.signature().isAnsweredByAnyNode()).isPresent();
        }

        CommandReply error(Errno errno, String message) {
            return CommandReply.error(errno, message, id, epoch);
        }
    }

    /** The reply to a job, whatever goes wrong: somebody waits for it. */
    Outcome run(Job job) {
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
        return new Outcome.NotNow("not executed: " + why.getMessage(), NOT_DONE_RETRY,
                why instanceof NotActiveException);
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
