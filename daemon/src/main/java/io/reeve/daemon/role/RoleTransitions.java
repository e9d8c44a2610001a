package io.reeve.daemon.role;

import io.reeve.daemon.role.RoleState.Activating;
import io.reeve.daemon.role.RoleState.Active;
import io.reeve.daemon.role.RoleState.Draining;
import io.reeve.daemon.role.RoleState.Frozen;
import io.reeve.daemon.role.RoleState.Standby;
import io.reeve.daemon.role.RoleState.Starting;
import io.reeve.daemon.role.RoleState.Stopped;
import io.reeve.election.Leadership;
import io.reeve.election.StepDown;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transitions of the role. All methods are called on the role's one thread, and none of them blocks.
 *
 * <pre>
 * STARTING   → STANDBY      joined
 * STARTING, STANDBY → ACTIVATING   elected: standby modules stop, the active's work is made, opened, published
 * ACTIVATING → ACTIVE       published as available
 * ACTIVATING → FROZEN       the same, and ZooKeeper was lost meanwhile
 * ACTIVE     ⇄ FROZEN       touch with ZooKeeper lost and found
 * ACTIVATING, ACTIVE, FROZEN → DRAINING   leadership ended, mgr fail, SIGTERM, activation failed
 * DRAINING   → STANDBY      modules have stopped or were left behind, leadership is given back
 * DRAINING   → ACTIVATING   the same, and this manager was elected again meanwhile
 * DRAINING   → STOPPED      the same, after SIGTERM
 * STARTING, STANDBY → STOPPED      SIGTERM
 * </pre>
 *
 * At most one job runs at a time, in ACTIVATING and DRAINING always one: what comes next begins when it has reported. So
 * no role is opened before the one before it has closed. An event that a state has no transition for is ignored, and
 * logged with the state's name.
 *
 * @param <A> the active's work
 * @param <S> a standby's work
 */
final class RoleTransitions<A extends ActiveRoleWork, S extends RoleWork> {
    private static final Logger LOG = LoggerFactory.getLogger(RoleTransitions.class);

    private final RoleEvents<A, S> events;
    private final CurrentRole<A, S> role;
    private final RoleJobs<A, S> jobs;
    private final RoleLeaving<A, S> leaving;
    private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();

    RoleTransitions(RoleEvents<A, S> events, CurrentRole<A, S> role, RoleJobs<A, S> jobs, StuckModules stuck) {
        this.events = events;
        this.role = role;
        this.jobs = jobs;
        this.leaving = new RoleLeaving<>(role, jobs, stuck);
    }

    /** Completes when the role is STOPPED and nothing of it runs any more. */
    CompletableFuture<Boolean> stopped() {
        return stopped;
    }

    void handle(RoleEvent<A, S> event) {
        switch (event) {
            case RoleEvent.Joined<A, S> _ -> joined(event);
            case RoleEvent.Elected<A, S>(Leadership led) -> elected(led);
            case RoleEvent.Frozen<A, S>(Leadership led, String why) -> frozen(led, why, event);
            case RoleEvent.Thawed<A, S>(Leadership led) -> thawed(led, event);
            case RoleEvent.Ended<A, S>(Leadership led, String why, long deadline) -> ended(led, why, deadline, event);
            case RoleEvent.StepDownAsked<A, S>(Leadership led, StepDown how) -> stepDown(led, how, event);
            case RoleEvent.StopAsked<A, S> _ -> stop();
            case RoleEvent.StandbyOpened<A, S>(S work) -> standbyOpened(work);
            case RoleEvent.StandbyGone<A, S> _ -> standbyGone(event);
            case RoleEvent.Made<A, S>(A work) -> made(work, event);
            case RoleEvent.Opened<A, S> _ -> opened(event);
            case RoleEvent.Published<A, S> _ -> published(event);
            case RoleEvent.OpenFailed<A, S>(Throwable failure) -> openFailed(failure, event);
            case RoleEvent.Closed<A, S>(Set<String> left) -> closed(left, event);
        }
    }

    private void ignored(RoleEvent<A, S> event) {
        LOG.debug("{} changes nothing while this manager is {}", event, role.get().label());
    }

    private void joined(RoleEvent<A, S> event) {
        if (role.get() instanceof Starting) {
            standBy();
        } else {
            ignored(event);
        }
    }

    private void standBy() {
        role.set(new Standby<>(null, true));
        jobs.openStandby();
    }

    private void elected(Leadership led) {
        if (led.state() == Leadership.State.ENDED) {
            LOG.info("elected in epoch {}, which has ended already", led.epoch());
            return;
        }
        switch (role.get()) {
            case Starting<A, S> _ -> activate(led);
            case Standby<A, S>(S work, boolean opening) -> {
                if (opening || work != null) {
                    becomeActivating(led);
                } else {
                    activate(led);
                }
                if (work != null) {
                    jobs.closeStandby(work, "this manager becomes active");
                }
            }
            case Draining<A, S> draining -> {
                if (!(draining.then() instanceof RoleState.Stop)) {
                    role.set(draining.followedBy(new RoleState.Lead(led)));
                }
            }
            case Activating<A, S>(Leadership before, _, _, _) -> electedAnew(before, led);
            case Active<A, S>(Leadership before, _) -> electedAnew(before, led);
            case Frozen<A, S>(Leadership before, _, _) -> electedAnew(before, led);
            case Stopped<A, S> _ -> LOG.info("elected in epoch {} while this manager stops", led.epoch());
        }
    }

    /** Ends the leadership before, whose end was not reported: a new one can only begin after it. */
    private void electedAnew(Leadership before, Leadership led) {
        LOG.error("elected in epoch {} while this manager is {} in epoch {}", led.epoch(), role.get().label(),
                before.epoch());
        events.ended(before, "elected anew in epoch " + led.epoch(), System.nanoTime());
        events.elected(led);
    }

    private void becomeActivating(Leadership led) {
        LOG.info("elected: becoming active in epoch {}", led.epoch());
        String frozen = led.state() == Leadership.State.FROZEN ? "frozen since it was elected" : null;
        role.set(new Activating<>(led, null, false, frozen));
    }

    private void activate(Leadership led) {
        becomeActivating(led);
        jobs.make(led);
    }

    private void standbyOpened(S work) {
        switch (role.get()) {
            case Standby<A, S> _ -> {
                role.set(new Standby<>(work, false));
                work.begin();
            }
            case Stopped<A, S> _ -> jobs.closeStandby(work, "this manager stops");
            case Starting<A, S> _,Activating<A, S> _,Active<A, S> _,Frozen<A, S> _,Draining<A, S> _ ->
                jobs.closeStandby(work, "this manager becomes active");
        }
    }

    private void standbyGone(RoleEvent<A, S> event) {
        switch (role.get()) {
            case Standby<A, S> _ -> role.set(new Standby<>(null, false));
            case Activating<A, S>(Leadership led, _, _, _) -> jobs.make(led);
            case Draining<A, S> draining -> leaving.close(draining);
            case Stopped<A, S> _ -> stopped.complete(true);
            case Starting<A, S> _,Active<A, S> _,Frozen<A, S> _ -> ignored(event);
        }
    }

    private void made(A work, RoleEvent<A, S> event) {
        switch (role.get()) {
            case Activating<A, S> activating -> {
                role.set(activating.made(work));
                endIfOver(activating.leadership(), work);
                jobs.open(work);
            }
            case Draining<A, S> draining -> {
                Draining<A, S> next = draining.made(work);
                role.set(next);
                endIfOver(draining.leadership(), work);
                leaving.close(next);
            }
            case Starting<A, S> _,Standby<A, S> _,Active<A, S> _,Frozen<A, S> _,Stopped<A, S> _ -> ignored(event);
        }
    }

    /** Ends work that was not there yet when the election said that the leadership is over. */
    private static void endIfOver(Leadership led, ActiveRoleWork work) {
        if (led.state() == Leadership.State.ENDED) {
            work.end();
        }
    }

    private void opened(RoleEvent<A, S> event) {
        switch (role.get()) {
            case Activating<A, S>(Leadership led, A work, _, String frozen) when work != null -> {
                role.set(new Activating<>(led, work, true, frozen));
                jobs.publish(work);
            }
            case Draining<A, S> draining -> leaving.close(draining);
            case Starting<A, S> _,Standby<A, S> _,Activating<A, S> _,Active<A, S> _,Frozen<A, S> _,Stopped<A, S> _ ->
                ignored(event);
        }
    }

    private void published(RoleEvent<A, S> event) {
        switch (role.get()) {
            case Activating<A, S>(Leadership led, A work, _, String frozen) when work != null -> {
                LOG.info("active and available in epoch {}", led.epoch());
                if (frozen == null) {
                    role.set(new Active<>(led, work));
                } else {
                    freeze(led, work, frozen);
                }
            }
            case Draining<A, S> draining -> leaving.close(draining);
            case Starting<A, S> _,Standby<A, S> _,Activating<A, S> _,Active<A, S> _,Frozen<A, S> _,Stopped<A, S> _ ->
                ignored(event);
        }
    }

    private void openFailed(Throwable failure, RoleEvent<A, S> event) {
        switch (role.get()) {
            case Activating<A, S> activating -> {
                LOG.error("could not become active in epoch {}: {}", activating.leadership().epoch(),
                        failure.toString(), failure);
                leaving.fail(activating, failure);
            }
            case Draining<A, S> draining -> {
                LOG.info("did not become active in epoch {}, which is over: {}", draining.leadership().epoch(),
                        failure.toString());
                leaving.close(draining);
            }
            case Starting<A, S> _,Standby<A, S> _,Active<A, S> _,Frozen<A, S> _,Stopped<A, S> _ -> ignored(event);
        }
    }

    private void frozen(Leadership led, String why, RoleEvent<A, S> event) {
        switch (role.get()) {
            case Active<A, S>(Leadership mine, A work) when mine.equals(led) -> freeze(led, work, why);
            case Activating<A, S> activating when activating.leadership().equals(led) ->
                role.set(activating.frozen(why));
            case RoleState<A, S> _ -> ignored(event);
        }
    }

    private void freeze(Leadership led, A work, String why) {
        LOG.warn("frozen: {}", why);
        role.set(new Frozen<>(led, work, why));
        work.freeze();
    }

    private void thawed(Leadership led, RoleEvent<A, S> event) {
        switch (role.get()) {
            case Frozen<A, S>(Leadership mine, A work, _) when mine.equals(led) -> {
                LOG.info("thawed: active again in epoch {}", led.epoch());
                role.set(new Active<>(led, work));
                work.thaw();
            }
            case Activating<A, S> activating when activating.leadership().equals(led) ->
                role.set(activating.frozen(null));
            case RoleState<A, S> _ -> ignored(event);
        }
    }

    private void ended(Leadership led, String why, long deadlineNanos, RoleEvent<A, S> event) {
        RoleState<A, S> now = role.get();
        if (!led.equals(now.leadership())) {
            ignored(event);
            return;
        }
        if (!(now instanceof Draining)) {
            LOG.warn("no longer active: {}", why);
        }
        leaving.leave(new RoleState.Ended(why), new RoleState.StandBy());
        leaving.exitAt(deadlineNanos);
    }

    private void stepDown(Leadership led, StepDown how, RoleEvent<A, S> event) {
        RoleState<A, S> now = role.get();
        if (led.equals(now.leadership()) && !(now instanceof Draining)) {
            LOG.info("handing over: {}", how.why());
            leaving.leave(new RoleState.HandOver(how), new RoleState.StandBy());
        } else {
            ignored(event);
        }
    }

    private void closed(Set<String> left, RoleEvent<A, S> event) {
        if (role.get() instanceof Draining<A, S> draining) {
            leaving.left(draining, left);
            follow(draining.then());
        } else {
            ignored(event);
        }
    }

    private void follow(RoleState.Then then) {
        switch (then) {
            case RoleState.Lead(Leadership led) when led.state() != Leadership.State.ENDED -> activate(led);
            case RoleState.Lead _,RoleState.StandBy _ -> standBy();
            case RoleState.Stop _ -> {
                role.set(new Stopped<>());
                stopped.complete(true);
            }
        }
    }

    private void stop() {
        switch (role.get()) {
            case Standby<A, S>(S work, boolean opening) -> {
                role.set(new Stopped<>());
                if (work != null) {
                    jobs.closeStandby(work, "this manager stops");
                } else if (!opening) {
                    stopped.complete(true);
                }
            }
            case Activating<A, S> _,Active<A, S> _,Frozen<A, S> _ ->
                leaving.leave(new RoleState.Stopping(), new RoleState.Stop());
            case Draining<A, S> draining -> role.set(draining.followedBy(new RoleState.Stop()));
            case Starting<A, S> _,Stopped<A, S> _ -> {
                role.set(new Stopped<>());
                stopped.complete(true);
            }
        }
    }
}
