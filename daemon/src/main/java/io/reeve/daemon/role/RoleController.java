package io.reeve.daemon.role;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of {@link CurrentRole}. Its thread takes the {@link RoleEvents} one by one and never blocks: what a role
 * change waits for runs beside it, in {@link RoleJobs}, and reports back as an event. {@link RoleTransitions} has the
 * table of transitions.
 *
 * @param <A> the active's work
 * @param <S> a standby's work
 */
public final class RoleController<A extends ActiveRoleWork, S extends RoleWork> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoleController.class);
    /** The time that a stop may take beside the drain time: the last lines, and a hand-over that ZooKeeper does not answer. */
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(1500);

    private final RoleEvents<A, S> events;
    private final CurrentRole<A, S> role;
    private final RoleJobs<A, S> jobs;
    private final StuckModules stuck;
    private final RoleTransitions<A, S> transitions;
    private final Duration patience;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread = Thread.ofPlatform().daemon().name("reeve-role").unstarted(this::run);

    /**
     * @param events where events come from; they wait until {@link #start}
     * @param role   what this writes
     * @param drain  how long modules have to stop
     * @param exit   ends the process when a module of a demoted active is stuck: gets the exit code
     */
    public RoleController(RoleEvents<A, S> events, CurrentRole<A, S> role, RoleFactory<A, S> factory, Duration drain,
            IntConsumer exit) {
        this.events = events;
        this.role = role;
        this.jobs = new RoleJobs<>(events, factory, drain);
        this.stuck = new StuckModules(drain, exit);
        this.transitions = new RoleTransitions<>(events, role, jobs, stuck);
        this.patience = drain.plus(CLOSE_PATIENCE);
    }

    /** Begins to take events; once. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                RoleEvent<A, S> event = events.take();
                try {
                    transitions.handle(event);
                } catch (RuntimeException | Error e) {
                    LOG.error("the role thread met an unexpected failure", e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the role thread ends as {}", role.get().label());
        }
    }

    /** Hands over if active, stops the modules, and returns when that is done, in bounded time. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        events.add(new RoleEvent.StopAsked<>());
        try {
            transitions.stopped().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("stopping did not end within {} ms: the rest is left to the process's end", patience.toMillis());
            jobs.interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes it with a failure", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        jobs.shutdown();
        thread.interrupt();
        stuck.close();
    }
}
