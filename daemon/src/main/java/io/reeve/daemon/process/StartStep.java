package io.reeve.daemon.process;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A step of the start that runs on a thread of its own beside the others, since it is slow: most of a start is the loading of
 * classes.
 */
public final class StartStep<T> {
    private final FutureTask<T> task;

    private StartStep(Callable<T> step) {
        this.task = new FutureTask<>(step);
    }

    /** Begins a step, on the thread {@code reeve-start-NAME}. */
    public static <T> StartStep<T> begin(String name, Callable<T> step) {
        StartStep<T> begun = new StartStep<>(step);
        Thread _ = Thread.ofPlatform().daemon().name("reeve-start-" + name).start(begun.task);
        return begun;
    }

    /** Waits until the step has ended, however it ended. */
    public void awaitEnd() throws InterruptedException {
        try {
            T _ = task.get();
        } catch (ExecutionException failed) {
            // tells it to whoever asks for the result
        }
    }

    /**
     * Waits for the result.
     *
     * @throws IOException if the step has thrown one; likewise unchecked exceptions
     */
    public T end() throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
