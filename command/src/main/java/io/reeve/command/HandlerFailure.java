package io.reeve.command;

import io.reeve.api.MgrException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.api.RemoteCallException;
import io.reeve.api.UnknownOptionException;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The result of a command whose handler threw: one line for the user, while the log gets the stack trace. */
final class HandlerFailure {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerFailure.class);
    private static final int LONGEST = 300;

    private HandlerFailure() {}

    static HandleCommandResult result(String prefix, Throwable thrown) {
        Throwable cause = cause(thrown);
        return switch (cause) {
            case RemoteCallException e -> unexpected(prefix, e);
            case UnknownOptionException e -> unexpected(prefix, e);
            case OutcomeUnknownException e ->
                HandleCommandResult.error(e.errno(), "outcome unknown: " + oneLine(e));
            case MgrException e -> HandleCommandResult.error(e.errno(), oneLine(e));
            default -> unexpected(prefix, cause);
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

    private static HandleCommandResult unexpected(String prefix, Throwable cause) {
        String errorId = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("command '{}' failed, error id {}", prefix, errorId, cause);
        return HandleCommandResult.error(Errno.EINVAL,
                "command '" + prefix + "' failed: " + cause.getClass().getSimpleName()
                        + ": " + oneLine(cause) + " (error id " + errorId + ": see the log of the manager)");
    }

    private static String oneLine(Throwable thrown) {
        @Nullable
        String message = thrown.getMessage();
        String line = message == null ? "no message" : message.lines().findFirst().orElse("no message");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
