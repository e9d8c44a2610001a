package io.reeve.report;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that any number of reporters in one process may share: event loops for the network, and workers for the
 * code of the service (suppliers, collectors, command handlers). Close it after its reporters.
 */
public final class ReporterRuntime implements AutoCloseable {
    private final EventLoopGroup loops;
    private final ThreadPoolExecutor workers;

    /** One event loop and two workers: enough for some hundred reporters whose suppliers do not block. */
    public ReporterRuntime() {
        this(1, 2);
    }

    /** This number of event loops and of workers. All are daemon threads. */
    public ReporterRuntime(int loops, int workers) {
        this.loops = new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory("reeve-report-loop", true),
                NioIoHandler.newFactory());
        this.workers = new ThreadPoolExecutor(workers, workers, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("reeve-report-worker", true));
        this.workers.allowCoreThreadTimeOut(true);
    }

    EventLoop loop() {
        return loops.next();
    }

    /** Runs a task that may block, on a worker. Does nothing if the runtime is closed. */
    void work(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            if (!workers.isShutdown()) {
                throw e;
            }
        }
    }

    /** Stops the threads; reporters still open no longer report. Waits 2 s at most. May be called repeatedly. */
    @Override
    public void close() {
        workers.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
