package io.reeve.modulehost.instance;

import io.reeve.api.FrozenException;
import io.reeve.api.NotActiveException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.NotExecutedException;
import io.reeve.command.output.AnswerTooLargeException;
import io.reeve.command.output.DataTree;
import io.reeve.modulehost.catalog.AnnotatedCommands;
import io.reeve.modulehost.catalog.FailureText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The execution of a command on the command thread of a running module, with a result for every failure. A command that the
 * module has not begun when it stops is refused with {@link NotExecutedException}.
 */
public final class ModuleCommandRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleCommandRunner.class);

    private ModuleCommandRunner() {}

    public static HandleCommandResult execute(ModuleInstance instance, Command command, Duration most) {
        return run(instance, command.prefix(), () -> answer(instance, command), most);
    }

    public static HandleCommandResult selfTest(ModuleInstance instance, Duration most) {
        return run(instance, "self-test", () -> {
            instance.mgrModule().selfTest();
            return HandleCommandResult.remark("Self-test OK");
        }, most);
    }

    private static HandleCommandResult run(ModuleInstance instance, String prefix,
            Callable<HandleCommandResult> code, Duration most) {
        String module = "Module '" + instance.loaded().name() + "' ";
        try {
            return instance.commands().run(() -> withFailuresAsResult(instance, prefix, code), most);
        } catch (RejectedExecutionException e) {
            if (instance.commands().isClosed()) {
                throw new NotExecutedException(module + "is stopping: try again");
            }
            return HandleCommandResult.error(Errno.EBUSY,
                    module + "has too many commands waiting: '" + prefix + "' was not executed, try again");
        } catch (CancellationException e) {
            return HandleCommandResult.error(Errno.EAGAIN,
                    module + "was stopped before it answered '" + prefix + "'");
        } catch (TimeoutException e) {
            return HandleCommandResult.error(Errno.ETIMEDOUT,
                    module + "did not answer '" + prefix + "' within " + most.toMillis() + " ms" + busyWith(instance));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HandleCommandResult.error(Errno.EINTR, "interrupted while waiting for '" + prefix + "'");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a guarded command threw", e);
        }
    }

    /** The call that has kept the module busy, which may be another command. */
    private static String busyWith(ModuleInstance instance) {
        List<String> late = instance.calls().late(Duration.ofSeconds(1));
        return late.isEmpty() ? "" : "; it " + String.join("; it ", late);
    }

    private static HandleCommandResult withFailuresAsResult(ModuleInstance instance, String prefix,
            Callable<HandleCommandResult> code) {
        long start = System.nanoTime();
        try {
            return instance.call("command '" + prefix + "'", code);
        } catch (AnnotatedCommands.WrongArgument e) {
            return HandleCommandResult.error(Errno.EINVAL, "Invalid command: " + e.getMessage());
        } catch (AnswerTooLargeException e) {
            return HandleCommandResult.error(e.errno(), FailureText.message(e));
        } catch (FrozenException e) {
            return HandleCommandResult.error(Errno.EAGAIN, FailureText.message(e));
        } catch (NotActiveException e) {
            return HandleCommandResult.error(Errno.ESTALE, FailureText.message(e));
        } catch (OutcomeUnknownException e) {
            return HandleCommandResult.error(Errno.ETIMEDOUT, "outcome unknown: " + FailureText.message(e));
        } catch (Throwable t) { // any failure of a module is an error of its command
            instance.meter().commandErrors.increment();
            String id = FailureText.newErrorId();
            String name = instance.loaded().name();
            FailureText.logError(LOG, "error " + id + ": '" + prefix + "' of module '" + name + "' has failed", t);
            return HandleCommandResult.error(Errno.EINVAL, "Module '" + name + "' failed in '" + prefix + "': "
                    + FailureText.message(t) + " (error " + id + " in the manager's log)");
        } finally {
            instance.meter().recordCommand(System.nanoTime() - start);
        }
    }

    private static HandleCommandResult answer(ModuleInstance instance, Command command) throws Exception {
        AnnotatedCommands annotated = instance.loaded().annotated();
        if (!annotated.handles(command.prefix())) {
            return toResult(instance, command, instance.mgrModule().handleCommand(command));
        }
        try {
            return toResult(instance, command, annotated.invoke(instance.mgrModule(), command));
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable t) { // a Throwable class of the module itself
            throw new IllegalStateException(FailureText.message(t), t);
        }
    }

    private static HandleCommandResult toResult(ModuleInstance instance, Command command, @Nullable Object result)
            throws ReflectiveOperationException {
        return switch (result) {
            case null -> {
                LOG.error("'{}' of module '{}' returned wrong type: null", command.prefix(),
                        instance.loaded().name());
                yield HandleCommandResult.error(Errno.EINVAL, "Module '" + instance.loaded().name()
                        + "' returned wrong type for '" + command.prefix() + "': null");
            }
            case HandleCommandResult r when r.data() == null -> r;
            case HandleCommandResult r ->
                new HandleCommandResult(r.retval(), r.stdout(), r.stderr(), DataTree.of(r.data()), r.text());
            case String text -> HandleCommandResult.ok(text);
            case Object o when AnnotatedCommands.VOID.equals(o) -> HandleCommandResult.ok();
            default -> new HandleCommandResult(0, new byte[0], "", DataTree.of(result));
        };
    }
}
