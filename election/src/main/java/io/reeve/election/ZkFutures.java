package io.reeve.election;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bounded waits for ZooKeeper's answers. */
final class ZkFutures {
    private ZkFutures() {}

    /**
     * Waits for an answer.
     *
     * @param what the operation, for the message
     * @throws UnavailableException if no answer came in time, or the connection was lost
     */
    static <T> T await(CompletableFuture<T> future, Duration patience, String what) throws InterruptedException {
        try {
            return future.get(Math.max(1, patience.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new UnavailableException("ZooKeeper did not answer within " + patience.toMillis() + " ms: " + what,
                    e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UnavailableException("ZooKeeper did not answer: " + what + ": " + cause.getMessage(), cause);
        }
    }

    /**
     * Waits as {@link #await} does, but an interrupt becomes an UnavailableException, and the thread stays
     * interrupted.
     */
    static <T> T awaitUnchecked(CompletableFuture<T> future, Duration patience, String what) {
        try {
            return await(future, patience, what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted: " + what, e);
        }
    }
}
