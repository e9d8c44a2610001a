package io.reeve.command;

import io.reeve.api.MgrException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.api.RemoteCallException;
import io.reeve.api.UnknownOptionException;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.grammar.Signature;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The result of a command whose handler threw: the message in one line for the user; the log gets the class and the stack trace. */
final class HandlerFailure {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerFailure.class);
    private static final int LONGEST = 300;
    private static final int MOST_CAUSES = 10;

    private HandlerFailure() {}

    /** The result of a command that failed before it was known which one it is. */
    static HandleCommandResult result(Throwable thrown) {
        return unexpected("?", cause(thrown), false);
    }

    static HandleCommandResult result(Signature command, Throwable thrown) {
        Throwable cause = cause(thrown);
        boolean secret = !command.secretNames().isEmpty();
        return switch (cause) {
            case RemoteCallException e -> unexpected(command.prefix(), e, secret);
            case UnknownOptionException e -> unexpected(command.prefix(), e, secret);
            case OutcomeUnknownException e ->
                HandleCommandResult.error(e.errno(), "outcome unknown: " + oneLine(e));
            case MgrException e -> HandleCommandResult.error(e.errno(), oneLine(e));
            default -> unexpected(command.prefix(), cause, secret);
        };
    }

    /** The exception of another thread, without the wrapper of a future. */
    static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static HandleCommandResult unexpected(String prefix, Throwable cause, boolean secret) {
        String errorId = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("command '{}' failed, error id {}", prefix, errorId,
                secret ? new StackOnly(cause, MOST_CAUSES) : cause);
        return HandleCommandResult.error(Errno.EINVAL,
                "command '" + prefix + "' failed: " + oneLine(cause) + " (error id " + errorId
                        + ": see the log of the manager)");
    }

    /** The stack traces of an exception and its causes, without their messages, which may repeat a secret. */
    private static final class StackOnly extends Exception {
        private static final long serialVersionUID = 1L;
        private final String name;

        StackOnly(Throwable of, int causes) {
            super(null, of.getCause() == null || causes == 0 ? null : new StackOnly(of.getCause(), causes - 1), false,
                    true);
            name = of.getClass().getName();
            setStackTrace(of.getStackTrace());
        }

        @Override
        public String getMessage() {
            return name + " (its message is left out, since the command has secret arguments)";
        }
    }

    private static String oneLine(Throwable thrown) {
        @Nullable
        String message = thrown.getMessage();
        String line = message == null ? "no message" : message.lines().findFirst().orElse("no message");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
