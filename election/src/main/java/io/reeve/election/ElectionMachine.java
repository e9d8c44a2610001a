package io.reeve.election;

import io.reeve.election.ElectionEvent.ActiveNode;
import io.reeve.election.ElectionEvent.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a manager's election: events in, actions out. It has no thread, no clock and no ZooKeeper, so it
 * can be simulated; {@link ElectionDriver} connects it to the real ones. Confined to one thread. It is longer than
 * other classes so that every transition of the table below is in one place. T is the ZooKeeper session timeout.
 *
 * <pre>
 * IDLE       → QUEUED                  registered, and a candidate
 * QUEUED     → SURVEYING               at the head
 * QUEUED, HEAD → ACTIVATING            the leader is dead by evidence, and this is the first that lives in the queue: take over
 * SURVEYING  → HEAD                    another manager leads, or the cluster is set down: keep the place and watch
 *            → QUEUED                  one that is able, or of higher priority, is in the queue: queue again behind it
 *            → ACTIVATING              nobody leads
 *            → VERIFYING               the active node is this manager's
 * HEAD       → SURVEYING               something changed
 * ACTIVATING → LEADING                 the transaction is persisted
 *            → RECOVERING              refused, or the answer was lost: read back
 *            → QUEUED | SURVEYING      a take-over was refused: back to the place, which counts no miss
 * RECOVERING → VERIFYING | HEAD | QUEUED | BACKOFF | LEAVING
 * VERIFYING  → LEADING                 a fenced check was accepted: adopted
 *            → QUEUED | RECOVERING
 * LEADING    ⇄ FROZEN                  connection suspended, own node gone, or lease older than 0.6 T; a fenced check thaws
 * LEADING, FROZEN → LEAVING            released, or lease older than 0.8 T: give back the nodes that may still exist
 *                 → RECOVERING         refused by the fence: look for nodes to give back
 * LEAVING    → QUEUED | BACKOFF | CLOSED
 *            → RECOVERING              refused: look for nodes to give back
 * BACKOFF    → QUEUED                  the pause is over
 * QUEUED, HEAD, SURVEYING → QUEUED     able, or not able any more: a new place says so
 * any        → IDLE                    session lost (BACKOFF stays)
 * any        → CLOSED                  closed
 * </pre>
 */
final class ElectionMachine {
    enum State {
        IDLE, QUEUED, HEAD, SURVEYING, ACTIVATING, RECOVERING, VERIFYING, LEADING, FROZEN, LEAVING, BACKOFF, CLOSED
    }

    private static final int MISSES = 3;

    private final boolean candidate;
    private final ClaimPauses pauses;
    private final List<ElectionAction> out = new ArrayList<>();

    private State state = State.IDLE;
    private boolean connected;
    private boolean registered;
    private boolean closing;
    private long timeout;

    private int place;
    private boolean able = true;
    private boolean placeSaysAble = true;
    private boolean atHead;
    private boolean placeGone;
    private boolean takingOver;
    private int misses;

    private final RequestSlot request = new RequestSlot();
    private boolean changed;

    private long epoch;
    private int version;
    private final HeldLease lease = new HeldLease();
    private boolean activationFailed;
    private boolean givingBack;
    private StepDown leaving = StepDown.because("");

    ElectionMachine(boolean candidate, ClaimPauses pauses) {
        this.candidate = candidate;
        this.pauses = pauses;
    }

    State state() {
        return state;
    }

    /** The epoch in which this manager leads, or led last. */
    long epoch() {
        return epoch;
    }

    boolean leads() {
        return state == State.LEADING || state == State.FROZEN;
    }

    /** The lease of the present leadership; null while not leading. */
    @Nullable
    Lease lease() {
        return leads() ? lease.get() : null;
    }

    /** Whether a take-over has begun of which it is not known yet whether it succeeds. */
    boolean takesOver() {
        return takingOver;
    }

    boolean mayAct(long now) {
        return state == State.LEADING && lease.get().mayAct(now);
    }

    /** The number of the operation whose answer is awaited; 0 for none. */
    int awaited() {
        return request.awaited();
    }

    /** Takes one event at time {@code now}. @return the actions to carry out, in this order */
    List<ElectionAction> handle(ElectionEvent event, long now) {
        if (state != State.CLOSED) {
            apply(event, now);
            settle(now);
        }
        List<ElectionAction> actions = List.copyOf(out);
        out.clear();
        return actions;
    }

    private void apply(ElectionEvent event, long now) {
        switch (event) {
            case ElectionEvent.Connected(var t) -> connected(t, now);
            case ElectionEvent.Suspended() -> suspended(now);
            case ElectionEvent.SessionLost() -> nothingHeld("the ZooKeeper session was lost", now);
            case ElectionEvent.Abandoned(var why) -> nothingHeld(why, now);
            case ElectionEvent.Registered() -> registered();
            case ElectionEvent.AtHead(var p) -> head(p, true, now);
            case ElectionEvent.NotAtHead(var p) -> head(p, false, now);
            case ElectionEvent.PlaceLost(var p) -> placeLost(p, now);
            case ElectionEvent.ActiveLost(var e) -> activeLost(e, now);
            case ElectionEvent.ActiveTaken(var e) when leads() && e == epoch ->
                fenced("the active node belongs to somebody else", now);
            case ElectionEvent.ActiveTaken _ -> {
            }
            case ElectionEvent.ClusterChanged() -> clusterChanged(now);
            case ElectionEvent.Able(var is) -> able = is;
            case ElectionEvent.LeaderDead(var p, var e, var v) -> takeOver(p, e, v);
            case ElectionEvent.Surveyed(var op, var survey) when request.isAnsweredBy(op) -> surveyed(survey, now);
            case ElectionEvent.SurveyFailed(var op) when request.isAnsweredBy(op) -> retryLater(now);
            case ElectionEvent.Activated(var op, var reply, var sentAt) when request.isAnsweredBy(op) ->
                activated(reply, sentAt, now);
            case ElectionEvent.Checked(var op, var reply, var sentAt) when request.isAnsweredBy(op) ->
                checked(reply, sentAt, now);
            case ElectionEvent.HandedOver(var op, var reply) when request.isAnsweredBy(op) -> handedOver(reply, now);
            case ElectionEvent.WriteFenced(var e) when leads() && e == epoch ->
                fenced("a write was refused by the fence", now);
            case ElectionEvent.Release(var e, var how, var failed) when leads() && e == epoch ->
                leave(how, failed, now);
            case ElectionEvent.Serving(var e) when leads() && e == epoch -> pauses.succeeded();
            case ElectionEvent.Close(var why) -> close(why, now);
            case ElectionEvent.Surveyed _,ElectionEvent.SurveyFailed _,ElectionEvent.Activated _,ElectionEvent.Checked _ ->
                {
                }
            case ElectionEvent.HandedOver _,ElectionEvent.WriteFenced _,ElectionEvent.Release _,ElectionEvent.Serving _ ->
                {
                }
            case ElectionEvent.Tick() -> {
            }
        }
    }

    private void connected(long sessionTimeout, long now) {
        connected = true;
        timeout = sessionTimeout;
        request.notBefore(now);
    }

    private void suspended(long now) {
        connected = false;
        if (state == State.LEADING) {
            freeze("the connection to ZooKeeper is suspended", now);
        }
    }

    /** Goes on without any node in ZooKeeper. */
    private void nothingHeld(String why, long now) {
        connected = false;
        registered = false;
        boolean goes = state == State.LEAVING || givingBack;
        givingBack = false;
        takingOver = false;
        request.drop();
        if (leads()) {
            end(why);
        }
        boolean pausing = state == State.BACKOFF;
        if (!pausing) {
            out.add(new ElectionAction.Leave());
        }
        if (goes) {
            left(false, now);
        } else if (closing) {
            closed();
        } else if (!pausing) {
            state = State.IDLE;
        }
    }

    private void registered() {
        registered = true;
        if (state == State.IDLE && candidate) {
            join();
        }
    }

    private void head(int ofPlace, boolean head, long now) {
        if (ofPlace != place) {
            return;
        }
        atHead = head;
        if (head && state == State.QUEUED) {
            survey(State.SURVEYING, now);
        } else if (!head && (state == State.HEAD || state == State.SURVEYING)) {
            state = State.QUEUED;
            request.drop();
        }
    }

    private void placeLost(int ofPlace, long now) {
        if (ofPlace != place) {
            return;
        }
        switch (state) {
            case QUEUED, HEAD, SURVEYING -> requeue();
            case LEADING, FROZEN -> leave(StepDown.because("the own place in the queue was deleted"), false, now);
            case ACTIVATING, RECOVERING, VERIFYING -> placeGone = true;
            case IDLE, LEAVING, BACKOFF, CLOSED -> {
            }
        }
    }

    /** Takes over from a dead leader, unless this manager has begun something else since that was found out. */
    private void takeOver(int fromPlace, long itsEpoch, int itsVersion) {
        boolean waiting = state == State.QUEUED || state == State.HEAD;
        if (!waiting || fromPlace != place || !connected || closing) {
            return;
        }
        state = State.ACTIVATING;
        takingOver = true;
        epoch = itsEpoch;
        version = itsVersion;
        request.drop();
        out.add(new ElectionAction.TakeOver(request.begin(), epoch, version));
    }

    /** Goes back to the place in the queue after a take-over that did not happen. The usual way follows. */
    private void backToPlace(long now) {
        takingOver = false;
        if (closing) {
            out.add(new ElectionAction.Leave());
            closed();
        } else if (placeGone) {
            requeue();
        } else if (atHead) {
            survey(State.SURVEYING, now);
        } else {
            state = State.QUEUED;
        }
    }

    private void activeLost(long ofEpoch, long now) {
        if (!leads() || ofEpoch != epoch) {
            return;
        }
        lease.doubt(now);
        request.notBefore(now);
        if (state == State.LEADING) {
            freeze("the active node is gone or foreign", now);
        }
    }

    private void clusterChanged(long now) {
        if (state == State.HEAD) {
            survey(State.SURVEYING, now);
        } else {
            changed = true;
        }
    }

    private void surveyed(ElectionEvent.SurveyResult seen, long now) {
        if (givingBack) {
            giveBack(seen, now);
        } else if (seen.barred()) {
            out.add(new ElectionAction.Leave());
            state = State.IDLE;
        } else if (seen.active() == ActiveNode.MINE) {
            adopt(seen, now);
        } else if (takingOver && seen.active() != ActiveNode.REPLACEABLE) {
            backToPlace(now);
        } else if (seen.active() == ActiveNode.OTHER || seen.down()) {
            keepPlace(now);
        } else if (state == State.RECOVERING) {
            missed(now);
        } else if (seen.betterQueued()) {
            requeue();
        } else {
            state = State.ACTIVATING;
            epoch = seen.epoch();
            version = seen.version();
            boolean replace = seen.active() == ActiveNode.REPLACEABLE;
            out.add(new ElectionAction.Activate(request.begin(), epoch, version, replace));
        }
    }

    private void adopt(ElectionEvent.SurveyResult seen, long now) {
        state = State.VERIFYING;
        epoch = seen.epoch();
        version = seen.version();
        request.notBefore(now);
        out.add(new ElectionAction.Check(request.begin(), epoch, version));
    }

    private void keepPlace(long now) {
        misses = 0;
        if (placeGone) {
            requeue();
        } else if (!atHead) {
            state = State.QUEUED;
        } else if (changed) {
            survey(State.SURVEYING, now);
        } else {
            state = State.HEAD;
            request.notBefore(now + timeout / 2);
        }
    }

    /** Goes on after an activation that did not happen although nobody leads. */
    private void missed(long now) {
        misses++;
        if (misses <= MISSES) {
            requeue();
        } else {
            misses = 0;
            out.add(new ElectionAction.Leave());
            state = State.BACKOFF;
            request.notBefore(now + pauses.shortPause());
        }
    }

    private void activated(Reply reply, long sentAt, long now) {
        if (takingOver && (reply == Reply.REFUSED || reply == Reply.DENIED)) {
            backToPlace(now);
            return;
        }
        if (reply == Reply.DENIED) {
            out.add(new ElectionAction.Leave());
            state = State.BACKOFF;
            request.notBefore(now + pauses.failed());
            return;
        }
        if (reply != Reply.OK) {
            survey(State.RECOVERING, now);
            return;
        }
        epoch++;
        version++;
        lead(sentAt, now);
    }

    private void lead(long sentAt, long now) {
        misses = 0;
        takingOver = false;
        lease.begin(sentAt, timeout);
        request.notBefore(sentAt + timeout / 10);
        if (closing) {
            state = State.LEAVING;
            request.notBefore(now);
            return;
        }
        state = State.LEADING;
        out.add(new ElectionAction.Elected(epoch, version));
        if (!connected) {
            freeze("the connection to ZooKeeper is suspended", now);
        }
    }

    private void checked(Reply reply, long sentAt, long now) {
        switch (reply) {
            case OK -> {
                if (state == State.VERIFYING) {
                    lead(sentAt, now);
                } else {
                    renew(sentAt, now);
                }
            }
            case REFUSED -> {
                if (state == State.VERIFYING) {
                    requeue();
                } else {
                    fenced("another epoch began, or the active node is gone", now);
                }
            }
            case LOST, DENIED -> {
                if (state == State.VERIFYING) {
                    survey(State.RECOVERING, now);
                    request.notBefore(now + timeout / 20);
                } else {
                    retryLater(now);
                }
            }
        }
    }

    private void renew(long sentAt, long now) {
        boolean mayAct = lease.renew(sentAt, now);
        request.notBefore(sentAt + timeout / 10);
        if (state != State.FROZEN) {
            return;
        }
        if (!mayAct || !connected) {
            request.notBefore(now);
        } else if (lease.ranOutTooOften(now)) {
            leave(StepDown.because("paused " + HeldLease.PAUSES + " times within a minute for longer than the lease"),
                    false, now);
        } else {
            state = State.LEADING;
            out.add(new ElectionAction.Thawed());
        }
    }

    private void freeze(String why, long now) {
        state = State.FROZEN;
        request.notBefore(now);
        out.add(new ElectionAction.Frozen(why));
    }

    /** Ends a leadership whose check or write the server refused, and looks for nodes to give back. */
    private void fenced(String why, long now) {
        end(why);
        if (closing) {
            out.add(new ElectionAction.Leave());
            closed();
        } else {
            leaving = StepDown.because("somebody wrote into the epoch node");
            activationFailed = false;
            lookWhatIsLeft(now);
        }
    }

    private void lookWhatIsLeft(long now) {
        givingBack = true;
        survey(State.RECOVERING, now);
    }

    private void giveBack(ElectionEvent.SurveyResult seen, long now) {
        givingBack = false;
        if (seen.active() == ActiveNode.MINE || seen.active() == ActiveNode.REPLACEABLE) {
            state = State.LEAVING;
            epoch = seen.epoch();
            version = seen.version();
            request.notBefore(now);
        } else {
            left(true, now);
        }
    }

    private void leave(StepDown how, boolean failed, long now) {
        end(how.why());
        state = State.LEAVING;
        leaving = how;
        activationFailed = failed;
        request.notBefore(now);
    }

    private void end(String why) {
        request.drop();
        out.add(new ElectionAction.Ended(why, lease.get().deadline()));
        state = State.IDLE;
    }

    private void handedOver(Reply reply, long now) {
        switch (reply) {
            case OK -> left(true, now);
            case LOST -> retryLater(now);
            case DENIED -> {
                if (closing) {
                    left(true, now);
                } else {
                    request.notBefore(now + pauses.failed());
                }
            }
            case REFUSED -> {
                if (closing) {
                    left(true, now);
                } else {
                    lookWhatIsLeft(now);
                }
            }
        }
    }

    private void left(boolean leaveQueue, long now) {
        if (leaveQueue) {
            out.add(new ElectionAction.Leave());
        }
        if (closing) {
            closed();
        } else if (activationFailed) {
            activationFailed = false;
            state = State.BACKOFF;
            request.notBefore(now + pauses.failed());
        } else {
            join();
        }
    }

    private void close(String why, long now) {
        closing = true;
        leaving = state == State.LEAVING ? leaving : StepDown.because(why);
        boolean mayHoldMore = state == State.ACTIVATING || state == State.LEAVING;
        if (leads()) {
            leave(leaving, false, now);
            mayHoldMore = true;
        }
        if (!mayHoldMore || !connected) {
            out.add(new ElectionAction.Leave());
            closed();
        }
    }

    private void closed() {
        state = State.CLOSED;
        takingOver = false;
        request.drop();
        out.add(new ElectionAction.Closed());
    }

    private void requeue() {
        out.add(new ElectionAction.Leave());
        join();
    }

    private void join() {
        request.drop();
        atHead = false;
        placeGone = false;
        takingOver = false;
        changed = false;
        if (registered && candidate && !closing) {
            place++;
            state = State.QUEUED;
            placeSaysAble = able;
            out.add(new ElectionAction.Join(place, able));
        } else {
            state = State.IDLE;
        }
    }

    private void survey(State next, long now) {
        state = next;
        request.drop();
        request.notBefore(now);
    }

    /** Does whatever is due at {@code now}. */
    private void settle(long now) {
        if (leads()) {
            watchLease(now);
        }
        boolean due = request.isDue(now);
        if (state == State.BACKOFF && due) {
            join();
        }
        if (able != placeSaysAble && waits()) {
            requeue();
        }
        if (!connected || !due) {
            return;
        }
        switch (state) {
            case HEAD, SURVEYING, RECOVERING -> {
                if (closing) {
                    out.add(new ElectionAction.Leave());
                    closed();
                } else {
                    state = state == State.HEAD ? State.SURVEYING : state;
                    changed = false;
                    out.add(new ElectionAction.Survey(request.begin()));
                }
            }
            case LEADING, FROZEN -> out.add(new ElectionAction.Check(request.begin(), epoch, version));
            case LEAVING -> out.add(new ElectionAction.HandOver(request.begin(), epoch, version, leaving));
            case IDLE, QUEUED, ACTIVATING, VERIFYING, BACKOFF, CLOSED -> {
            }
        }
    }

    private boolean waits() {
        return switch (state) {
            case QUEUED, HEAD, SURVEYING -> true;
            case IDLE, ACTIVATING, RECOVERING, VERIFYING, LEADING, FROZEN, LEAVING, BACKOFF, CLOSED -> false;
        };
    }

    private void watchLease(long now) {
        Lease held = lease.at(now);
        if (held.mustStop(now)) {
            leave(StepDown.because("the lease ran out"), false, now);
        } else if (state == State.LEADING && !held.mayAct(now)) {
            freeze("no answer from the quorum for 0.6 of the session timeout", now);
        }
    }

    /** The latest time of the next {@link ElectionEvent.Tick}; {@code now + timeout} if nothing is pending. */
    long nextWake(long now) {
        long wake = now + (timeout == 0 ? Duration.ofSeconds(1).toNanos() : timeout);
        if (state == State.BACKOFF || (connected && request.awaited() == 0 && retries())) {
            wake = earlier(wake, request.notBefore());
        }
        if (leads()) {
            wake = earlier(wake, state == State.LEADING ? lease.get().actUntil() : lease.get().stopAt());
        }
        return wake;
    }

    private boolean retries() {
        return switch (state) {
            case HEAD, SURVEYING, RECOVERING, LEADING, FROZEN, LEAVING -> true;
            case IDLE, QUEUED, ACTIVATING, VERIFYING, BACKOFF, CLOSED -> false;
        };
    }

    private static long earlier(long a, long b) {
        return b - a < 0 ? b : a;
    }

    private void retryLater(long now) {
        request.notBefore(now + timeout / 20);
    }
}
