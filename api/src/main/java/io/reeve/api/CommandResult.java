package io.reeve.api;

import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where the result of one {@link MgrModule#sendCommand} will be: make one for each command that is sent. Any thread may
 * use it.
 */
public final class CommandResult {
    private final CompletableFuture<HandleCommandResult> result = new CompletableFuture<>();

    /** Whether the command has completed. */
    public boolean isDone() {
        return result.isDone();
    }

    /**
     * Waits for the command; what a module does in {@code notify} of its tag need not wait.
     *
     * @return what came of it; {@code -ETIMEDOUT} if it has not completed in this time, in which it goes on
     */
    public HandleCommandResult await(Duration most) throws InterruptedException {
        try {
            return result.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return HandleCommandResult.error(Errno.ETIMEDOUT, "no result within " + most.toMillis() / 1000.0 + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a result never ends with an exception", e);
        }
    }

    /**
     * Called by the manager, once.
     *
     * @throws IllegalStateException if it has a result already: it was used for two commands
     */
    public void complete(HandleCommandResult value) {
        if (!result.complete(value)) {
            throw new IllegalStateException("this CommandResult has a result already: make one for each command");
        }
    }
}
