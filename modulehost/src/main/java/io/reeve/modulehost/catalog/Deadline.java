package io.reeve.modulehost.catalog;

import io.reeve.modulehost.threads.RunTime;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/** A call with a deadline: code of a module runs on a thread of its own. */
final class Deadline {
    private Deadline() {}

    /**
     * Runs {@code code} and returns its result. After {@code most} its thread is interrupted and left behind.
     *
     * @throws ExecutionException if {@code code} threw; its exception is the cause
     */
    static <T> T call(String threadName, ModuleClassLoader loader, Duration most, Callable<T> code)
            throws ExecutionException, TimeoutException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(code);
        Thread thread = new Thread(loader.threads(), task, threadName, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            if (!RunTime.await(most, nanos -> thread.join(Duration.ofNanos(nanos)))) {
                throw new TimeoutException();
            }
            return task.get();
        } finally {
            task.cancel(true);
        }
    }
}
