package io.reeve.http;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/**
 * The threads of the listener. XNIO would make its task thread when it is first needed, in the thread group of the thread
 * that needs it: often that of a module, which could then never be stopped. Here all threads belong to the group of the
 * thread that made the listener.
 */
final class HttpWorker {
    private static final String NAME = "http";

    private final ExecutorService tasks;
    private final XnioWorker worker;

    HttpWorker(int ioThreads) {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        // One is enough: blocking code runs on virtual threads or on threads of a module.
        tasks = Executors.newSingleThreadExecutor(Thread.ofPlatform()
                .group(group)
                .inheritInheritableThreadLocals(false)
                .daemon()
                .name(NAME + " task-", 1)
                .factory());
        worker = Xnio.getInstance(HttpWorker.class.getClassLoader())
                .createWorkerBuilder()
                .populateFromOptions(OptionMap.builder()
                        .set(Options.THREAD_DAEMON, true)
                        .set(Options.TCP_NODELAY, true)
                        .set(Options.WORKER_IO_THREADS, ioThreads)
                        .getMap())
                .setWorkerName(NAME)
                .setThreadGroup(group)
                .setExternalExecutorService(tasks)
                .build();
    }

    XnioWorker worker() {
        return worker;
    }

    /** Ends all threads. Waits for them at most this long; then interrupts them. */
    void stop(Duration most) {
        worker.shutdown();
        tasks.shutdown();
        try {
            boolean _ = worker.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worker.shutdownNow();
        tasks.shutdownNow();
    }
}
