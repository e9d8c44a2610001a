package io.reeve.api;

import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The future result of one {@link MgrModule#sendCommand}. Create a new one for each command. Any thread may use it. The
 * name is that of Ceph's module API.
 */
public final class CommandResult {
    private final CompletableFuture<HandleCommandResult> result = new CompletableFuture<>();

    /** Whether the command has completed. */
    public boolean isDone() {
        return result.isDone();
    }

    /**
     * Waits for the command. In the notification of its tag the result is there already.
     *
     * @param most the longest wait
     * @return the result; {@code -ETIMEDOUT} if the command has not completed in this time; it then still goes on
     */
    public HandleCommandResult await(Duration most) throws InterruptedException {
        try {
            return result.get(TimeUnit.NANOSECONDS.convert(most), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return HandleCommandResult.error(Errno.ETIMEDOUT, "no result within " + most.toMillis() / 1000.0 + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a result never ends with an exception", e);
        }
    }

    /**
     * Sets the result. Called once, by the manager.
     *
     * @throws IllegalStateException if there is a result already, since this object was used for two commands
     */
    public void complete(HandleCommandResult value) {
        if (!result.complete(value)) {
            throw new IllegalStateException("this CommandResult has a result already: make one for each command");
        }
    }
}
