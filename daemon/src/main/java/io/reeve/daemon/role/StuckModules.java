package io.reeve.daemon.role;

import io.reeve.daemon.process.ProcessExit;
import io.reeve.election.Leadership;
import io.reeve.modulehost.threads.HostThreads;
import io.reeve.modulehost.threads.RunTime;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the process when modules of a former active do not stop, so that no two instances of a module run.
 */
final class StuckModules implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StuckModules.class);
    /** The modules' own stop deadline and the grace after the interrupt, and a little more. */
    private static final Duration LEFTOVER_STOP = Duration.ofSeconds(7);
    /** The time in addition to the drain time for a process that stood still, and hears late that the lease is over. */
    private static final Duration LATE_STOP = Duration.ofMillis(500);
    private static final Duration TICK = Duration.ofMillis(20);

    private final Duration drain;
    private final IntConsumer exit;
    private final ScheduledExecutorService watchdog = Executors
            .newSingleThreadScheduledExecutor(HostThreads.factory("reeve-role-watchdog"));

    /**
     * @param exit ends the process with an exit code
     */
    StuckModules(Duration drain, IntConsumer exit) {
        this.drain = drain;
        this.exit = exit;
    }

    /**
     * Ends the process at the lease's end if a module still runs then. Cancel the result to prevent it. Counts only time in
     * which this process runs, tick by tick: a process that stood still, or is starved by others, has not given its modules
     * that time. What they write meanwhile is fenced by the epoch.
     */
    Future<?> exitAt(long deadlineNanos, ActiveRoleWork work, Leadership ended) {
        long most = Math.max(deadlineNanos - System.nanoTime(), drain.plus(LATE_STOP).toNanos());
        RunTime.Countdown left = new RunTime.Countdown(most, System.nanoTime());
        try {
            return watchdog.scheduleWithFixedDelay(() -> {
                if (left.endsAt(System.nanoTime())) {
                    exitIfRunning(work, ended);
                }
            }, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("epoch {} ended after this manager had stopped", ended.epoch(), e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void exitIfRunning(ActiveRoleWork work, Leadership ended) {
        Set<String> running = work.running();
        if (running.isEmpty()) {
            LOG.warn("the modules of the ended epoch {} have stopped, but the role has not changed yet", ended.epoch());
        } else {
            LOG.error("modules {} of the ended epoch {} still run although the lease is over: exiting", running,
                    ended.epoch());
            exit.accept(ProcessExit.STUCK_MODULE);
        }
    }

    /** Gives modules that were left the rest of their time, beside the next role, and ends the process if they are stuck. */
    void awaitLeft(ActiveRoleWork work, Runnable allGone) {
        Thread.ofPlatform().daemon().name("reeve-role-leftover").start(() -> {
            Set<String> stuck = work.stop(LEFTOVER_STOP, "this manager is not active any more");
            if (stuck.isEmpty()) {
                allGone.run();
            } else {
                LOG.error("modules {} did not stop: this process ends, so that no two instances of them run", stuck);
                exit.accept(ProcessExit.STUCK_MODULE);
            }
        });
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }
}
