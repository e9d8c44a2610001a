package io.reeve.modulehost.catalog;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a module's code on a thread made for it, and waits only so long. */
final class Deadline {
    private Deadline() {}

    /**
     * What {@code code} returns. After {@code most} its thread is interrupted and left behind.
     *
     * @throws ExecutionException whatever it threw, as the cause
     */
    static <T> T call(String threadName, ClassLoader loader, Duration most, Callable<T> code)
            throws ExecutionException, TimeoutException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(code);
        Thread thread = new Thread(null, task, threadName, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            return task.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            task.cancel(true);
        }
    }
}
