package io.reeve.daemon.role;

import io.reeve.api.MgrException;
import io.reeve.election.Leadership;
import io.reeve.election.StepDown;
import io.reeve.modulehost.threads.HostThreads;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a role change that may block. Each runs beside the role's thread, on a thread of its own, and ends with
 * exactly one event.
 *
 * @param <A> the active's work
 * @param <S> a standby's work
 */
final class RoleJobs<A extends ActiveRoleWork, S extends RoleWork> {
    private static final Logger LOG = LoggerFactory.getLogger(RoleJobs.class);
    private static final Duration STANDBY_STOP = Duration.ofMillis(100);

    private final RoleEvents<A, S> events;
    private final RoleFactory<A, S> factory;
    private final Duration drain;
    private final ExecutorService threads = Executors
            .newCachedThreadPool(HostThreads.factory("reeve-role-work"));

    RoleJobs(RoleEvents<A, S> events, RoleFactory<A, S> factory, Duration drain) {
        this.events = events;
        this.factory = factory;
        this.drain = drain;
    }

    /** A step; its result is the event with which it ends. */
    @FunctionalInterface
    private interface Job<A extends ActiveRoleWork, S extends RoleWork> {
        RoleEvent<A, S> run();
    }

    void openStandby() {
        beside(() -> new RoleEvent.StandbyOpened<>(factory.standby()), failure -> {
            LOG.error("the standby's modules could not be started: {}", failure.toString(), failure);
            return new RoleEvent.StandbyGone<>();
        });
    }

    void closeStandby(S work, String why) {
        beside(() -> {
            Set<String> left = work.stop(STANDBY_STOP, why);
            if (!left.isEmpty()) {
                LOG.warn("standby modules {} did not stop and are left behind", left);
            }
            return new RoleEvent.StandbyGone<>();
        }, failure -> {
            LOG.error("stopping the standby's modules failed: {}", failure.toString(), failure);
            return new RoleEvent.StandbyGone<>();
        });
    }

    void make(Leadership leadership) {
        beside(() -> new RoleEvent.Made<>(factory.active(leadership)), RoleEvent.OpenFailed::new);
    }

    void open(A work) {
        beside(() -> {
            work.open();
            return new RoleEvent.Opened<>();
        }, RoleEvent.OpenFailed::new);
    }

    void publish(A work) {
        beside(() -> {
            work.publish();
            return new RoleEvent.Published<>();
        }, RoleEvent.OpenFailed::new);
    }

    /** Stops the active's work, and gives the leadership back unless it is over. */
    void close(Leadership leadership, @Nullable A work, RoleState.Cause cause) {
        beside(() -> new RoleEvent.Closed<>(switch (cause) {
            case RoleState.Ended ended -> stop(work, ended.why());
            case RoleState.HandOver(StepDown how) -> stopAndRelease(leadership, work, how.why(), how);
            case RoleState.Stopping stopping ->
                stopAndRelease(leadership, work, stopping.why(), StepDown.because("stopped"));
            case RoleState.Failed failed -> {
                giveBack(leadership, failed.failure());
                yield stop(work, failed.why());
            }
        }), failure -> {
            LOG.error("stopping the modules of epoch {} failed: {}", leadership.epoch(), failure.toString(), failure);
            return new RoleEvent.Closed<>(work == null ? Set.of() : work.running());
        });
    }

    private Set<String> stop(@Nullable A work, String why) {
        return work == null ? Set.of() : work.stop(drain, why);
    }

    private Set<String> stopAndRelease(Leadership leadership, @Nullable A work, String why, StepDown how) {
        Set<String> left = stop(work, why);
        try {
            leadership.release(how);
        } catch (MgrException e) {
            LOG.warn("epoch {} is not handed over yet: {}", leadership.epoch(), e.toString());
        }
        return left;
    }

    private static void giveBack(Leadership elected, Throwable why) {
        if (elected.state() == Leadership.State.ENDED) {
            return;
        }
        try {
            elected.activationFailed(why.toString());
        } catch (MgrException e) {
            LOG.warn("epoch {} is not handed over yet: {}", elected.epoch(), e.toString());
        }
    }

    private void beside(Job<A, S> job, java.util.function.Function<Throwable, RoleEvent<A, S>> failed) {
        try {
            threads.execute(() -> {
                RoleEvent<A, S> result;
                try {
                    result = job.run();
                } catch (RuntimeException | Error e) { // the role must go on after any failure
                    result = failed.apply(e);
                }
                events.add(result);
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("a step of the role after the end: ignored");
        }
    }

    /** Starts no more jobs; those that run go on. */
    void shutdown() {
        threads.shutdown();
    }

    /** Interrupts the jobs that run. */
    void interrupt() {
        List<Runnable> _ = threads.shutdownNow();
    }
}
