package io.reeve.daemon.role;

import io.reeve.election.Leadership;
import io.reeve.election.LeadershipListener;
import io.reeve.election.StepDown;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The events that may change the role, in the order in which they came; {@link RoleController} takes them one by one. All
 * methods return at once. Any thread.
 *
 * @param <A> the active's work
 * @param <S> a standby's work
 */
public final class RoleEvents<A extends ActiveRoleWork, S extends RoleWork> implements LeadershipListener {
    private final BlockingQueue<RoleEvent<A, S>> waiting = new LinkedBlockingQueue<>();
    private final CurrentRole<A, S> role;
    private final Duration drain;

    /**
     * @param drain how long the modules have to stop when leadership is handed over
     */
    public RoleEvents(CurrentRole<A, S> role, Duration drain) {
        this.role = role;
        this.drain = drain;
    }

    /** This manager has its name and takes part in the election. */
    public void joined() {
        add(new RoleEvent.Joined<>());
    }

    /**
     * Asks this manager to hand over and to go on as a standby, if it leads in that epoch.
     *
     * @return the longest time that it may take; zero if this manager does not lead in that epoch
     */
    public Duration handOver(long epoch, StepDown how) {
        Leadership led = role.get().leadership();
        if (led == null || led.epoch() != epoch) {
            return Duration.ZERO;
        }
        add(new RoleEvent.StepDownAsked<>(led, how));
        return drain;
    }

    @Override
    public void elected(Leadership elected) {
        add(new RoleEvent.Elected<>(elected));
    }

    @Override
    public void frozen(Leadership frozen, String why) {
        add(new RoleEvent.Frozen<>(frozen, why));
    }

    @Override
    public void thawed(Leadership thawed) {
        add(new RoleEvent.Thawed<>(thawed));
    }

    /** Tells the modules to stop at once, on the election's thread, so that nothing can delay it. */
    @Override
    public void ended(Leadership ended, String why, long deadlineNanos) {
        A work = role.activeUnder(ended);
        if (work != null) {
            work.end();
        }
        add(new RoleEvent.Ended<>(ended, why, deadlineNanos));
    }

    void add(RoleEvent<A, S> event) {
        waiting.add(event);
    }

    RoleEvent<A, S> take() throws InterruptedException {
        return waiting.take();
    }
}
