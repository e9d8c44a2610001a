package io.reeve.command;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** One execution of a command, running or finished, shared by all requests with its id. */
final class Execution {
    private final byte[] fingerprint;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    private final long epoch;

    Execution(CommandRequest request, long epoch) {
        this.epoch = epoch;
        fingerprint = request.fingerprint();
    }

    boolean isOf(CommandRequest request) {
        return Arrays.equals(fingerprint, request.fingerprint());
    }

    /** The epoch in which the execution started. */
    long epoch() {
        return epoch;
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }
}
