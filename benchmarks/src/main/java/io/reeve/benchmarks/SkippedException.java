package io.reeve.benchmarks;

/** A benchmark needs what this machine does not have. */
final class SkippedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SkippedException(String message) {
        super(message);
    }
}
