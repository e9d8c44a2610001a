package io.reeve.election;

import io.reeve.api.MgrException;
import io.reeve.api.cluster.MgrMap;
import io.reeve.election.ElectionEvent.ActiveNode;
import io.reeve.election.ElectionEvent.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection between {@link ElectionMachine} and ZooKeeper: carries out its actions and feeds the answers back. Its
 * state belongs to the election's thread.
 */
final class ElectionDriver implements HeldLeadership.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(ElectionDriver.class);
    private static final long PLACE_CHECK = Duration.ofMillis(50).toNanos();

    private final ElectionThread thread;
    private final CuratorFramework client;
    private final ClusterPaths paths;
    private final ClusterReader reader;
    private final ElectionConfig config;
    private final Supplier<MgrMap.Manager> self;
    private final LeadershipListener listener;
    private final Runnable watchAgain;
    private final ElectionMachine machine;
    private final List<CompletableFuture<Boolean>> releases = new ArrayList<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    private @Nullable ZkHandle zk;
    private @Nullable QueuePlace place;
    private volatile @Nullable HeldLeadership leadership;
    private long electedAt;
    private final QueueStrays strays = new QueueStrays();
    private volatile boolean barred;
    private volatile String denied = "";
    private boolean saidUnusable;
    private @Nullable String unable;
    private long unknownActive;
    private long unknownActiveSince;
    private @Nullable ClusterNodes lastSurvey;
    private NodeContent.@Nullable Active pending;
    private @Nullable Taking taking;
    private @Nullable ScheduledFuture<?> wake;

    /** A take-over that is under way. */
    private record Taking(TakeOver order, CompletableFuture<TakeOver.Result> done) {}

    /** The parts of the election that the driver works with. */
    record Context(ElectionThread thread, CuratorFramework client, ClusterPaths paths, ClusterReader reader) {}

    /** @param watchAgain reads and watches the nodes again, when this manager has created one */
    ElectionDriver(Context around, ElectionConfig config, Supplier<MgrMap.Manager> self, LeadershipListener listener,
            Runnable watchAgain) {
        thread = around.thread();
        client = around.client();
        paths = around.paths();
        reader = around.reader();
        this.config = config;
        this.self = self;
        this.listener = listener;
        this.watchAgain = watchAgain;
        machine = new ElectionMachine(config.priority() != null, new ClaimPauses(config.random()));
    }

    /** The leadership that is held under this session; null if there is none. */
    @Nullable
    HeldLeadership leadership(ZkHandle under) {
        HeldLeadership now = leadership;
        return now != null && now.zk().equals(under) ? now : null;
    }

    void connected(ZkHandle handle) {
        zk = handle;
        handle(new ElectionEvent.Connected(handle.timeout().toNanos()));
    }

    CompletableFuture<Boolean> closed() {
        return closed;
    }

    /** The path of this manager's node in the queue; null while there is none. */
    @Nullable
    String placePath() {
        return place == null ? null : place.path();
    }

    /** Whether this manager leads. May be called on any thread. */
    boolean leads() {
        HeldLeadership now = leadership;
        return now != null && now.state() != Leadership.State.ENDED;
    }

    /** Takes why this manager cannot do the work of an active from now on; null if it can. */
    void unable(@Nullable String why) {
        if ((why == null) != (unable == null) && config.priority() != null) {
            LOG.info("{}",
                    why == null
                            ? "this manager can do the work of an active again"
                            : "this manager queues behind those that"
                                    + " can do the work of an active: " + why);
        }
        unable = why;
        handle(new ElectionEvent.Able(why == null));
    }

    /**
     * Has this manager take over from a dead leader, if it is the first that lives in the queue. May be called on any thread.
     *
     * @param dead the processes that evidence shows to be dead
     */
    CompletableFuture<TakeOver.Result> takeOver(TakeOver order, Predicate<Long> dead) {
        var done = new CompletableFuture<TakeOver.Result>();
        thread.execute(() -> {
            QueuePlace current = place;
            if (current == null || taking != null || barred(order.listing())
                    || !order.listing().isFirstOfTheLiving(current.path(), dead)) {
                done.complete(TakeOver.Result.NOT_FIRST);
            } else {
                taking = new Taking(order, done);
                handle(new ElectionEvent.LeaderDead(current.number(), order.listing().epochNumber(),
                        order.listing().epochVersion()));
            }
        });
        return done;
    }

    void placeLost() {
        if (place != null) {
            handle(new ElectionEvent.PlaceLost(place.number()));
        }
    }

    /**
     * Compares a listing with the held leadership.
     *
     * @return false if its active node is gone or belongs to somebody else
     */
    boolean activeHeld(ClusterWatch.WatchedNodes reading) {
        HeldLeadership now = leadership;
        if (now == null || reading.begunAt() - electedAt < 0) {
            return true;
        }
        ClusterNodes.ActiveSeen seen = reading.listing().active();
        if (seen == null) {
            handle(new ElectionEvent.ActiveLost(now.epoch()));
            return false;
        }
        if (seen.owner() != now.zk().sessionId()) {
            handle(new ElectionEvent.ActiveTaken(now.epoch()));
            return false;
        }
        if (seen.content() == null || seen.content().gid() != self.get().gid()) {
            LOG.warn("ZooKeeper node {} was overwritten by somebody else: restoring it", paths.active());
            Thread.ofVirtual().name("reeve-mend").start(() -> mend(now));
        }
        return true;
    }

    /** Freezes this leader until a check has shown whose node that was. */
    void activeDeleted() {
        HeldLeadership now = leadership;
        if (now != null) {
            handle(new ElectionEvent.ActiveLost(now.epoch()));
        }
    }

    private static void mend(HeldLeadership leadership) {
        try {
            leadership.mend();
        } catch (MgrException e) {
            LOG.info("could not restore the active node: {}", e.getMessage());
        }
    }

    void handle(ElectionEvent event) {
        ElectionMachine.State before = machine.state();
        List<ElectionAction> actions = machine.handle(event, now());
        Lease lease = machine.lease();
        if (leadership != null && lease != null && leadership.epoch() == machine.epoch()) {
            leadership.renewed(lease);
        }
        for (ElectionAction action : actions) {
            perform(action);
        }
        if (before != machine.state()) {
            LOG.debug("{}: {} → {} on {}", self.get().name(), before, machine.state(), event);
        }
        if (!machine.leads() && machine.state() != ElectionMachine.State.LEAVING) {
            releases.forEach(done -> done.complete(true));
            releases.clear();
        }
        if (taking != null && !machine.takesOver()) {
            taking.done().complete(machine.leads() ? TakeOver.Result.LEADS : TakeOver.Result.FAILED);
            taking = null;
        }
        scheduleWake();
    }

    private void scheduleWake() {
        if (wake != null) {
            wake.cancel(false);
        }
        long now = now();
        wake = machine.state() == ElectionMachine.State.CLOSED
                ? null
                : thread.schedule(() -> handle(new ElectionEvent.Tick()), machine.nextWake(now) - now);
    }

    private long now() {
        return config.nanoTime().getAsLong();
    }

    private void perform(ElectionAction action) {
        switch (action) {
            case ElectionAction.Join(var number, _) -> join(number);
            case ElectionAction.Leave() -> leave();
            case ElectionAction.Survey(var op) -> survey(op);
            case ElectionAction.Activate activate -> activate(activate);
            case ElectionAction.TakeOver(var op, var epoch, _) -> takeOver(op, epoch);
            case ElectionAction.Check(var op, _, var version) -> check(op, version);
            case ElectionAction.HandOver handOver -> handOver(handOver);
            case ElectionAction.Elected(var epoch, var version) -> elected(epoch, version);
            case ElectionAction.Frozen(var why) -> moved(Leadership.State.FROZEN, why, t -> {
                LOG.warn("frozen in epoch {}: {}", t.epoch(), why);
                listener.frozen(t, why);
            });
            case ElectionAction.Thawed() -> moved(Leadership.State.LEADING, "", t -> {
                LOG.info("thawed: still leading in epoch {}", t.epoch());
                listener.thawed(t);
            });
            case ElectionAction.Ended(var why, var deadline) -> moved(Leadership.State.ENDED, why, t -> {
                LOG.info("leadership of epoch {} ended: {}", t.epoch(), why);
                listener.ended(t, why, deadline);
            });
            case ElectionAction.Closed() -> closed.complete(true);
        }
    }

    private interface ListenerCall {
        void to(HeldLeadership leadership);
    }

    private void moved(Leadership.State state, String why, ListenerCall call) {
        HeldLeadership now = leadership;
        if (now == null) {
            return;
        }
        now.moved(state, why);
        if (state == Leadership.State.ENDED) {
            leadership = null;
        }
        try {
            call.to(now);
        } catch (RuntimeException | Error e) {
            LOG.error("the leadership listener failed; the election goes on", e);
        }
    }

    private void join(int number) {
        MgrMap.Manager me = self.get();
        int priority = config.priority() == null ? 0 : config.priority();
        place = QueuePlace.take(client, paths, NodeContent.Ticket.of(me.name(), me.gid(), priority, unable), number,
                thread,
                (n, first) -> handle(
                        first ? new ElectionEvent.AtHead(n) : new ElectionEvent.NotAtHead(n)));
        thread.later(() -> watchPlace(number, now()), PLACE_CHECK);
        thread.later(() -> tendQueue(number), 2 * PLACE_CHECK);
    }

    /** Waits until the place has a node, then watches it. LeaderLatch only logs a failure to create it. */
    private void watchPlace(int number, long since) {
        QueuePlace current = place;
        ZkHandle handle = zk;
        if (current == null || current.number() != number || handle == null) {
            return;
        }
        if (current.path() != null) {
            watchAgain.run();
        } else if (now() - since > handle.timeout().toNanos()) {
            LOG.warn("no place in the queue after {} ms; queueing again", handle.timeout().toMillis());
            handle(new ElectionEvent.PlaceLost(number));
        } else {
            thread.later(() -> watchPlace(number, since), PLACE_CHECK);
        }
    }

    private void leave() {
        if (place != null) {
            place.leave();
            place = null;
        }
    }

    private ZkHandle session() {
        if (zk == null) {
            throw new IllegalStateException("not connected yet");
        }
        return zk;
    }

    private void survey(int op) {
        ZkHandle handle = session();
        thread.answer(reader.read(handle, ClusterReader.Scope.FRESH), (listing, failure) -> {
            if (listing == null) {
                LOG.debug("could not survey the cluster", failure);
                handle(new ElectionEvent.SurveyFailed(op));
            } else {
                lastSurvey = listing;
                handle(new ElectionEvent.Surveyed(op, judge(handle, listing)));
            }
        });
    }

    private ElectionEvent.SurveyResult judge(ZkHandle handle, ClusterNodes listing) {
        boolean better = config.priority() != null && listing.queue()
                .stream()
                .filter(listing::isCandidate)
                .anyMatch(other -> !other.isOf(self.get().gid()) && other.ticket() != null
                        && other.ticket().goesBefore(unable == null, config.priority()));
        boolean unusable = listing.epoch() == null;
        if (unusable && !saidUnusable) {
            LOG.error(
                    "ZooKeeper node {} is missing: nobody can become active. Create it again with {\"epoch\": N, \"down\":"
                            + " false}, where N is the highest number under {}",
                    paths.epoch(), paths.history());
        }
        saidUnusable = unusable;
        return new ElectionEvent.SurveyResult(listing.epochNumber(), listing.epochVersion(),
                listing.down() || unusable,
                whose(handle, listing),
                better, barred(listing));
    }

    private ActiveNode whose(ZkHandle handle, ClusterNodes listing) {
        ClusterNodes.ActiveSeen seen = listing.active();
        if (seen == null) {
            return ActiveNode.NONE;
        }
        if (seen.owner() == 0) {
            return ActiveNode.REPLACEABLE;
        }
        if (seen.owner() != handle.sessionId()) {
            return isStray(handle, listing, seen) ? ActiveNode.REPLACEABLE : ActiveNode.OTHER;
        }
        NodeContent.Active content = listing.activeNow();
        return content != null && content.gid() == self.get().gid() ? ActiveNode.MINE : ActiveNode.REPLACEABLE;
    }

    /** Whether the active node's owner has not been registered for longer than a ZooKeeper session timeout. */
    private boolean isStray(ZkHandle handle, ClusterNodes listing, ClusterNodes.ActiveSeen seen) {
        if (listing.isActiveRegistered()) {
            unknownActive = 0;
            return false;
        }
        if (unknownActive != seen.owner()) {
            unknownActive = seen.owner();
            unknownActiveSince = now();
        }
        return now() - unknownActiveSince > handle.timeout().toNanos();
    }

    /**
     * Removes what stands before this manager in the queue without a live manager behind it, now and again; and sees when
     * nothing is left there. LeaderLatch watches the node before its own once: after somebody wrote into that, it does not
     * hear that it went.
     */
    private void tendQueue(int number) {
        QueuePlace current = place;
        ZkHandle handle = zk;
        if (current == null || current.number() != number || handle == null) {
            return;
        }
        if (machine.state() != ElectionMachine.State.QUEUED) {
            thread.later(() -> tendQueue(number), handle.timeout().toNanos() / 2);
            return;
        }
        thread.answer(reader.read(handle, ClusterReader.Scope.FRESH), (listing, failure) -> {
            if (listing == null) {
                LOG.debug("could not look at the queue", failure);
            } else {
                strays.remove(handle, strays.of(listing, now(), handle.timeout().toNanos()));
                if (listing.isFirst(current.path())) {
                    handle(new ElectionEvent.AtHead(number));
                }
            }
            thread.later(() -> tendQueue(number), handle.timeout().toNanos() / 2);
        });
    }

    private boolean barred(ClusterNodes listing) {
        if (listing.root() == null) {
            return false;
        }
        try {
            ClusterLayout.refuseNewer(paths, listing.root());
            return false;
        } catch (LayoutException e) {
            LOG.error("{}", e.getMessage());
            return true;
        }
    }

    private void activate(ElectionAction.Activate order) {
        Instant now = config.clock().instant();
        MgrMap.Manager me = self.get();
        var active = NodeContent.Active.starting(me, order.epoch() + 1, now);
        pending = active;
        var raise = new EpochTransaction(paths, new NodeContent.Epoch(order.epoch(), false, null).raised(false, now),
                order.version());
        ClusterNodes.ActiveSeen old = lastSurvey == null ? null : lastSurvey.active();
        if (order.replace() && old != null) {
            LOG.warn("replacing ZooKeeper node {}, which belongs to no live manager", paths.active());
            replace(old, raise);
        }
        send(order.op(), raise.createActive(active).history(me.name(), me.gid(), now, "elected"));
    }

    private void takeOver(int op, long epoch) {
        Taking now = taking;
        if (now == null) {
            throw new IllegalStateException("nothing to take over in epoch " + epoch);
        }
        Instant at = config.clock().instant();
        var active = NodeContent.Active.starting(self.get(), epoch + 1, at);
        pending = active;
        send(op, now.order().transaction(paths, active, at));
    }

    private void send(int op, EpochTransaction raise) {
        long sentAt = now();
        thread.answer(raise.send(session()), (outcome, failure) -> {
            sayIfDenied("lead", outcome);
            handle(new ElectionEvent.Activated(op, reply(outcome, failure), sentAt));
        });
    }

    private void replace(ClusterNodes.ActiveSeen old, EpochTransaction raise) {
        raise.deleteActive(old.version());
        if (old.owner() == 0) {
            ZkHandle handle = session();
            // Only a persistent node can have children, which keep it from being deleted; the next attempt succeeds.
            Thread.ofVirtual().name("reeve-active-stray").start(() -> NodeTree.empty(handle, paths.active()));
        }
    }

    private void check(int op, int version) {
        var ops = List.of(Op.check(paths.epoch(), version), Op.check(paths.active(), -1));
        long sentAt = now();
        thread.answer(session().multi(ops),
                (outcome, failure) -> handle(new ElectionEvent.Checked(op, reply(outcome, failure),
                        sentAt)));
    }

    private void handOver(ElectionAction.HandOver order) {
        Instant now = config.clock().instant();
        String mine = placePath();
        StepDown how = order.how();
        boolean down = how.down()
                || (lastSurvey != null && lastSurvey.epochVersion() == order.version() && lastSurvey.down());
        var raise = new EpochTransaction(paths, new NodeContent.Epoch(order.epoch(), down, null).raised(down, now),
                order.version())
                .deleteActive(-1)
                .tryDelete(mine == null ? List.of() : List.of(mine))
                .history(null, null, now, "'" + self.get().name() + "' handed over: " + how.why());
        thread.answer(raise.send(session()), (outcome, failure) -> {
            sayIfDenied("hand leadership over", outcome);
            handle(new ElectionEvent.HandedOver(order.op(), reply(outcome, failure)));
        });
    }

    /** Says once that ZooKeeper does not allow what leading needs. */
    private void sayIfDenied(String what, @Nullable MultiOutcome outcome) {
        if (!(outcome instanceof MultiOutcome.Refused refused && refused.isForGood())) {
            denied = "";
            return;
        }
        String why = "this manager cannot " + what + ": " + EpochTransaction.denial(paths, refused.code());
        if (!why.equals(denied)) {
            denied = why;
            LOG.error("{}. It tries again, at most once a minute in the end", why);
        }
    }

    /** Whether ZooKeeper refuses what leading needs, or the layout is newer than this software. From any thread. */
    boolean mayNotLead() {
        return barred || !denied.isEmpty();
    }

    /** Takes the content of the root node: a layout that is newer keeps this manager from leading until it is older again. */
    void rootSeen(NodeContent.@Nullable Root root) {
        boolean before = barred;
        barred = root != null && root.layout() > ClusterPaths.LAYOUT_VERSION;
        if (before && !barred) {
            LOG.info("the layout of {} is {} again: this manager may lead", paths.root(),
                    root == null ? "unknown" : root.layout());
        }
    }

    private static Reply reply(@Nullable MultiOutcome outcome, @Nullable Throwable failure) {
        if (outcome == null) {
            LOG.debug("a transaction failed", failure);
            return Reply.LOST;
        }
        return outcome.reply();
    }

    private void elected(long epoch, int version) {
        NodeContent.Active active = pending != null && pending.epoch() == epoch
                ? pending
                : NodeContent.Active.starting(self.get(), epoch, config.clock().instant());
        Lease lease = machine.lease();
        if (lease == null) {
            throw new IllegalStateException("elected without a lease");
        }
        var begun = new HeldLeadership(paths, session(), active, version, lease, config.nanoTime(), this);
        leadership = begun;
        electedAt = now();
        LOG.info("elected: '{}' leads in epoch {}", self.get().name(), epoch);
        moved(Leadership.State.LEADING, "", listener::elected);
        watchAgain.run();
        Thread.ofVirtual().name("reeve-history").start(() -> new History(paths).prune(begun.zk(), begun));
    }

    @Override
    public void fenced(HeldLeadership of) {
        thread.execute(() -> handle(new ElectionEvent.WriteFenced(of.epoch())));
    }

    @Override
    public void serving(HeldLeadership of) {
        thread.execute(() -> handle(new ElectionEvent.Serving(of.epoch())));
    }

    @Override
    public CompletableFuture<?> release(HeldLeadership of, StepDown how, boolean failed) {
        var done = new CompletableFuture<Boolean>();
        thread.execute(() -> {
            releases.add(done);
            handle(new ElectionEvent.Release(of.epoch(), how, failed));
        });
        return done;
    }

    @Override
    public boolean isElectionThread() {
        return thread.isCurrent();
    }
}
