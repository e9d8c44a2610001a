package io.reeve.daemon;

import io.reeve.api.MgrException;
import io.reeve.election.Leadership;
import io.reeve.election.LeadershipListener;
import io.reeve.election.StepDown;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this manager does, by who leads: it turns the election's leader into the cluster's active and standby. One thread
 * owns the role; everything else reads {@link #role()}.
 *
 * <pre>
 * STANDBY    → ACTIVATING   elected
 * ACTIVATING → ACTIVE       modules started, published as available
 * ACTIVATING → STANDBY      activation failed, or leadership ended meanwhile
 * ACTIVE     ⇄ FROZEN       touch with ZooKeeper lost and found
 * ACTIVE, FROZEN → DRAINING mgr fail, SIGTERM: modules stop, then leadership is handed over
 * ACTIVE, FROZEN, DRAINING → STANDBY   leadership ended
 * any        → STOPPED      SIGTERM
 * </pre>
 */
final class RoleController implements LeadershipListener, AutoCloseable {
    /** What a manager is doing. */
    enum Role {
        STANDBY, ACTIVATING, ACTIVE, FROZEN, DRAINING, STOPPED
    }

    /** A role's work while it lasts. */
    interface Term {
        /** Stops the modules; at the latest after {@code limit} whoever has not stopped is left behind. */
        Set<String> stop(Duration limit, String why);
    }

    /** The active role's work. */
    interface ActiveTerm extends Term {
        /** Leadership is over: tells the modules to stop, and lets none start any more. Waits for nothing; any thread. */
        void end();

        /** The modules of which something still runs. Any thread. */
        Set<String> running();

        /** Brings everything up, in bounded time; publishes the manager as available. */
        void open();

        void freeze();

        void thaw();
    }

    /** What the two roles are made of. */
    interface Roles {
        Term standby();

        ActiveTerm active(Leadership leadership);
    }

    static final int EXIT_STUCK = 70;
    private static final Logger LOG = LoggerFactory.getLogger(RoleController.class);
    private static final Duration STANDBY_STOP = Duration.ofMillis(100);
    /** The modules' own stop deadline and the grace after the interrupt, and a little more. */
    private static final Duration LEFTOVER_STOP = Duration.ofSeconds(7);
    /** What a stop may take beside the drain time: the last lines, and a hand-over that ZooKeeper does not answer. */
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(1500);
    /** Who hears late that the lease is over, because the process stood still, has so long beside the drain time. */
    private static final Duration LATE_STOP = Duration.ofMillis(500);

    private final Duration drain;
    private final IntConsumer exit;
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("reeve-role").factory());
    private final ScheduledExecutorService watchdog = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("reeve-role-watchdog").factory());

    private volatile Role role = Role.STANDBY;
    private volatile @Nullable Leadership leadership;
    private @Nullable Roles roles; // role thread only, as all that follows
    private @Nullable Term standby;
    private volatile @Nullable ActiveTerm active; // written on the role thread

    /**
     * @param exit how to end the process when a demoted active has a stuck module: gets the exit code
     */
    RoleController(Duration drain, IntConsumer exit) {
        this.drain = drain;
        this.exit = exit;
    }

    Role role() {
        return role;
    }

    /** Whether pages are answered here as an active's: also while frozen, for that may pass. */
    boolean isServing() {
        Role now = role;
        return now == Role.ACTIVE || now == Role.FROZEN;
    }

    /** The leadership under which this manager is active; null on a standby. */
    @Nullable
    Leadership leadership() {
        return leadership;
    }

    /** Begins as a standby. To be called before anybody can be elected. */
    void start(Roles madeOf) {
        onRoleThread(() -> {
            roles = madeOf;
            becomeStandby();
        });
    }

    /**
     * Hands over and goes on as a standby, if this manager leads in that epoch. Returns at once.
     *
     * @return how long it may take; zero if this manager does not lead in that epoch
     */
    Duration handOver(long epoch, StepDown how) {
        Leadership led = leadership;
        if (led == null || led.epoch() != epoch) {
            return Duration.ZERO;
        }
        onRoleThread(() -> {
            ActiveTerm term = active;
            if (led.equals(leadership) && term != null) {
                drain(led, term, how);
            }
        });
        return drain;
    }

    @Override
    public void elected(Leadership elected) {
        onRoleThread(() -> activate(elected));
    }

    @Override
    public void frozen(Leadership frozen, String why) {
        onRoleThread(() -> {
            ActiveTerm term = active;
            if (Objects.equals(leadership, frozen) && term != null && role == Role.ACTIVE) {
                LOG.warn("frozen: {}", why);
                role = Role.FROZEN;
                term.freeze();
            }
        });
    }

    @Override
    public void thawed(Leadership thawed) {
        onRoleThread(() -> {
            ActiveTerm term = active;
            if (Objects.equals(leadership, thawed) && term != null && role == Role.FROZEN) {
                LOG.info("thawed: active again in epoch {}", thawed.epoch());
                role = Role.ACTIVE;
                term.thaw();
            }
        });
    }

    @Override
    public void ended(Leadership ended, String why, long deadlineNanos) {
        long most = Math.max(deadlineNanos - System.nanoTime(), drain.plus(LATE_STOP).toNanos());
        ActiveTerm of = ended.equals(leadership) ? active : null;
        if (of == null) {
            return; // what is begun from here on sees that it has ended
        }
        of.end(); // the role thread may be waiting for ZooKeeper
        ScheduledFuture<?> overdue = watchdog.schedule(() -> exitIfRunning(of, ended), most, TimeUnit.NANOSECONDS);
        onRoleThread(() -> {
            ActiveTerm term = active;
            if (Objects.equals(leadership, ended) && term != null) {
                LOG.warn("no longer active: {}", why);
                Set<String> left = term.stop(drain, why);
                afterDemotion(term, left, () -> overdue.cancel(false));
            } else {
                overdue.cancel(false);
            }
        });
    }

    private void exitIfRunning(ActiveTerm term, Leadership ended) {
        Set<String> running = term.running();
        if (running.isEmpty()) {
            LOG.warn("the modules of the ended epoch {} have stopped, but the role has not changed yet", ended.epoch());
        } else {
            LOG.error("modules {} of the ended epoch {} still run although the lease is over: exiting", running,
                    ended.epoch());
            exit.accept(EXIT_STUCK);
        }
    }

    private void activate(Leadership elected) {
        if (roles == null || role == Role.STOPPED || elected.state() == Leadership.State.ENDED) {
            return;
        }
        LOG.info("elected: becoming active in epoch {}", elected.epoch());
        role = Role.ACTIVATING;
        if (standby != null) {
            Set<String> left = standby.stop(STANDBY_STOP, "this manager becomes active");
            standby = null;
            if (!left.isEmpty()) {
                LOG.warn("standby modules {} did not stop and are left behind", left);
            }
        }
        ActiveTerm term = null;
        try {
            term = roles.active(elected);
            active = term;
            leadership = elected; // last: whoever sees it sees its term
            if (elected.state() == Leadership.State.ENDED) {
                term.end();
            }
            term.open();
            role = Role.ACTIVE; // what has frozen or ended meanwhile is said after this
            LOG.info("active and available in epoch {}", elected.epoch());
        } catch (RuntimeException | Error e) { // whatever it was, somebody else may have better luck
            LOG.error("could not become active in epoch {}: {}", elected.epoch(), e.toString(), e);
            giveBack(elected, e);
            afterDemotion(term, term == null ? Set.of() : term.stop(drain, "activation failed"), () -> {});
        }
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

    private void drain(Leadership led, ActiveTerm term, StepDown how) {
        LOG.info("handing over: {}", how.why());
        role = Role.DRAINING;
        Set<String> left = term.stop(drain, how.why());
        release(led, how);
        afterDemotion(term, left, () -> {});
    }

    private static void release(Leadership led, StepDown how) {
        try {
            led.release(how);
        } catch (MgrException e) {
            LOG.warn("epoch {} is not handed over yet: {}", led.epoch(), e.toString());
        }
    }

    /** Stands by at once; who has not stopped gets the rest of its time beside that, and if it is stuck, this process ends. */
    private void afterDemotion(@Nullable ActiveTerm term, Set<String> left, Runnable allGone) {
        active = null;
        leadership = null;
        if (term == null || left.isEmpty()) {
            allGone.run();
        } else {
            Thread.ofPlatform().daemon().name("reeve-role-leftover").start(() -> {
                Set<String> stuck = term.stop(LEFTOVER_STOP, "this manager is not active any more");
                if (stuck.isEmpty()) {
                    allGone.run();
                } else {
                    LOG.error("modules {} did not stop: this process ends, so that no two instances of them run",
                            stuck);
                    exit.accept(EXIT_STUCK);
                }
            });
        }
        if (role != Role.STOPPED) {
            becomeStandby();
        }
    }

    private void becomeStandby() {
        role = Role.STANDBY;
        if (roles != null) {
            standby = roles.standby();
        }
    }

    private void onRoleThread(Runnable step) {
        try {
            thread.execute(() -> {
                try {
                    step.run();
                } catch (RuntimeException | Error e) {
                    LOG.error("the role thread met an unexpected failure", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("role step after the end: ignored");
        }
    }

    /** Hands over if active, stops the modules, and returns when that is done, in bounded time. */
    @Override
    public void close() {
        Future<?> done;
        try {
            done = thread.submit(this::stopAll);
        } catch (RejectedExecutionException e) {
            return;
        }
        try {
            done.get(drain.plus(CLOSE_PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("stopping did not end within {} ms: the rest is left to the process's end",
                    drain.plus(CLOSE_PATIENCE).toMillis());
            List<Runnable> _ = thread.shutdownNow();
        } catch (ExecutionException e) {
            LOG.error("stopping the modules failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdown();
        watchdog.shutdownNow();
    }

    private void stopAll() {
        if (role == Role.STOPPED) {
            return;
        }
        ActiveTerm term = active;
        Leadership led = leadership;
        if (term != null && led != null) {
            role = Role.DRAINING;
            term.stop(drain, "this manager stops");
            release(led, StepDown.because("stopped"));
        }
        active = null;
        leadership = null;
        role = Role.STOPPED;
        if (standby != null) {
            standby.stop(STANDBY_STOP, "this manager stops");
            standby = null;
        }
    }

    /** For tests and for reading in one order: runs after everything that was said before. */
    <T> T ask(Function<Role, T> question) throws ExecutionException, InterruptedException {
        return thread.submit(() -> question.apply(role)).get();
    }
}
