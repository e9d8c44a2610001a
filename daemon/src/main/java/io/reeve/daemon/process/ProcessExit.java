package io.reeve.daemon.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.daemon.logging.Logging;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the process: the one shutdown hook. It runs what was registered, the last first, writes the log out, and lets
 * a clean stop by a signal count as success.
 */
public final class ProcessExit {
    /** All went well. */
    public static final int OK = 0;
    /** Refused or failed. */
    public static final int FAILED = 1;
    /** Wrong options or settings. */
    public static final int USAGE = 2;
    /** Ended because a module would not stop. */
    public static final int STUCK_MODULE = 70;

    private static final Logger LOG = LoggerFactory.getLogger(ProcessExit.class);
    private static final Duration LAST_LINES = Duration.ofMillis(500);
    private static final ProcessExit PROCESS = new ProcessExit();

    @GuardedBy("this")
    private final Deque<Runnable> stops = new ArrayDeque<>();
    @GuardedBy("this")
    private boolean hooked;
    @GuardedBy("this")
    private OptionalInt status = OptionalInt.empty();

    private ProcessExit() {}

    /** Registers a task to run when the process ends, unless it is killed. It must end in bounded time. */
    public static void onExit(Runnable stop) {
        PROCESS.register(stop);
    }

    /** Ends the process with this status, after all registered tasks have run. Any thread. */
    public static void exit(int status) {
        PROCESS.setStatus(status);
        System.exit(status);
    }

    /** Ends the process in good order on a thread of its own, for a caller that a registered task waits for. */
    public static void exitBeside(int status) {
        Thread.ofPlatform().daemon().name("exit").start(() -> exit(status));
    }

    /** Has a signal to end count as a clean stop from now on, even if nothing is registered yet. */
    public static void prepare() {
        PROCESS.hook();
    }

    /** Ends the process now, without running the registered tasks. The log is written out, if that is quick. */
    public static void halt(int status) {
        Thread last = Thread.ofPlatform().daemon().name("last-log-lines").start(Logging::stop);
        try {
            boolean _ = last.join(LAST_LINES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    private synchronized void register(Runnable stop) {
        stops.push(stop);
        hook();
    }

    private synchronized void hook() {
        if (!hooked) {
            hooked = true;
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAll, "shutdown"));
        }
    }

    private synchronized void setStatus(int value) {
        if (status.isEmpty()) {
            status = OptionalInt.of(value);
        }
    }

    private void stopAll() {
        for (Runnable stop : registered()) {
            try {
                stop.run();
            } catch (RuntimeException | Error failed) {
                LOG.error("Stopping failed", failed);
            }
        }
        OptionalInt foreign = Logging.foreignExit();
        Logging.stop();
        Runtime.getRuntime().halt(status().orElse(foreign.orElse(OK)));
    }

    private synchronized Iterable<Runnable> registered() {
        return new ArrayDeque<>(stops);
    }

    private synchronized OptionalInt status() {
        return status;
    }
}
