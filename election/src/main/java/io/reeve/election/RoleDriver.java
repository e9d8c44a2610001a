package io.reeve.election;

import io.reeve.api.MgrException;
import io.reeve.api.cluster.MgrMap;
import io.reeve.election.RoleEvent.ActiveNode;
import io.reeve.election.RoleEvent.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Supplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the {@link RoleMachine} with ZooKeeper: performs its actions, and feeds it the answers. Its state belongs to the
 * election's thread.
 */
final class RoleDriver implements Term.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(RoleDriver.class);
    private static final long PLACE_CHECK = Duration.ofMillis(50).toNanos();

    private final ElectionThread thread;
    private final CuratorFramework client;
    private final ClusterPaths paths;
    private final ClusterReader reader;
    private final ElectionConfig config;
    private final Supplier<MgrMap.Manager> self;
    private final LeadershipListener listener;
    private final RoleMachine machine;
    private final List<CompletableFuture<Boolean>> releases = new ArrayList<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    private @Nullable ZkHandle zk;
    private @Nullable QueuePlace place;
    private volatile @Nullable Term term;
    private long electedAt;
    private @Nullable View lastSurvey;
    private Nodes.@Nullable Active pending;
    private @Nullable ScheduledFuture<?> wake;
    private Runnable watchAgain = () -> {};

    /** What the driver needs of the process. */
    record Surroundings(ElectionThread thread, CuratorFramework client, ClusterPaths paths, ClusterReader reader) {}

    RoleDriver(Surroundings around, ElectionConfig config, Supplier<MgrMap.Manager> self, LeadershipListener listener) {
        thread = around.thread();
        client = around.client();
        paths = around.paths();
        reader = around.reader();
        this.config = config;
        this.self = self;
        this.listener = listener;
        machine = new RoleMachine(config.priority() != null, new Backoff(config.random()));
    }

    /** {@code again}: reads and watches own nodes again. */
    void onNewNodes(Runnable again) {
        watchAgain = again;
    }

    void connected(ZkHandle handle) {
        zk = handle;
        handle(new RoleEvent.Connected(handle.timeout().toNanos()));
    }

    CompletableFuture<Boolean> closed() {
        return closed;
    }

    /** The own node in the queue; null while there is none. */
    @Nullable
    String placePath() {
        return place == null ? null : place.path();
    }

    /** Whether this manager leads; any thread may ask. */
    boolean leads() {
        Term now = term;
        return now != null && now.state() != Leadership.State.ENDED;
    }

    void placeLost() {
        if (place != null) {
            handle(new RoleEvent.PlaceLost(place.number()));
        }
    }

    /** Compares a reading with the own term. @return false if the own active node is gone or foreign */
    boolean activeHeld(ClusterWatch.Reading reading) {
        Term now = term;
        if (now == null || reading.begunAt() - electedAt < 0) {
            return true;
        }
        View.ActiveSeen seen = reading.view().active();
        if (seen == null || seen.owner() != now.zk().sessionId()) {
            handle(new RoleEvent.ActiveLost(now.epoch()));
            return false;
        }
        if (seen.content() == null || seen.content().gid() != self.get().gid()) {
            LOG.warn("somebody wrote into ZooKeeper node {}: mending it", paths.active());
            Thread.ofVirtual().name("reeve-mend").start(() -> mend(now));
        }
        return true;
    }

    private static void mend(Term term) {
        try {
            term.mend();
        } catch (MgrException e) {
            LOG.info("could not mend the active node: {}", e.getMessage());
        }
    }

    void handle(RoleEvent event) {
        RoleMachine.State before = machine.state();
        List<RoleAction> actions = machine.handle(event, now());
        Lease lease = machine.lease();
        if (term != null && lease != null && term.epoch() == machine.epoch()) {
            term.renewed(lease);
        }
        for (RoleAction action : actions) {
            perform(action);
        }
        if (before != machine.state()) {
            LOG.debug("{}: {} → {} on {}", self.get().name(), before, machine.state(), event);
        }
        if (!machine.leads() && machine.state() != RoleMachine.State.LEAVING) {
            releases.forEach(done -> done.complete(true));
            releases.clear();
        }
        scheduleWake();
    }

    private void scheduleWake() {
        if (wake != null) {
            wake.cancel(false);
        }
        long now = now();
        wake = machine.state() == RoleMachine.State.CLOSED
                ? null
                : thread.schedule(() -> handle(new RoleEvent.Tick()), machine.nextWake(now) - now);
    }

    private long now() {
        return config.nanoTime().getAsLong();
    }

    private void perform(RoleAction action) {
        switch (action) {
            case RoleAction.Join(var number) -> join(number);
            case RoleAction.Leave() -> leave();
            case RoleAction.Survey(var op) -> survey(op);
            case RoleAction.Activate activate -> activate(activate);
            case RoleAction.Check(var op, _, var version) -> check(op, version);
            case RoleAction.HandOver handOver -> handOver(handOver);
            case RoleAction.Elected(var epoch, var version) -> elected(epoch, version);
            case RoleAction.Frozen(var why) -> moved(Leadership.State.FROZEN, why, t -> {
                LOG.warn("frozen in epoch {}: {}", t.epoch(), why);
                listener.frozen(t, why);
            });
            case RoleAction.Thawed() -> moved(Leadership.State.LEADING, "", t -> {
                LOG.info("thawed: leading on in epoch {}", t.epoch());
                listener.thawed(t);
            });
            case RoleAction.Ended(var why, var deadline) -> moved(Leadership.State.ENDED, why, t -> {
                LOG.info("leadership of epoch {} ended: {}", t.epoch(), why);
                listener.ended(t, why, deadline);
            });
            case RoleAction.Closed() -> closed.complete(true);
        }
    }

    private interface Telling {
        void tell(Term term);
    }

    private void moved(Leadership.State state, String why, Telling telling) {
        Term now = term;
        if (now == null) {
            return;
        }
        now.moved(state, why);
        if (state == Leadership.State.ENDED) {
            term = null;
        }
        try {
            telling.tell(now);
        } catch (RuntimeException | Error e) {
            LOG.error("the leadership listener failed; the election goes on", e);
        }
    }

    private void join(int number) {
        MgrMap.Manager me = self.get();
        int priority = config.priority() == null ? 0 : config.priority();
        place = QueuePlace.take(client, paths, new Nodes.Ticket(me.name(), me.gid(), priority), number, thread,
                (n, first) -> handle(
                        first ? new RoleEvent.AtHead(n) : new RoleEvent.NotAtHead(n)));
        thread.later(() -> watchPlace(number, now()), PLACE_CHECK);
    }

    /** Waits until the place has a node, then watches it. LeaderLatch only logs when it could not make one. */
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
            handle(new RoleEvent.PlaceLost(number));
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
        thread.answer(reader.read(handle, ClusterReader.Scope.FRESH), (view, failure) -> {
            if (view == null) {
                LOG.debug("could not survey the cluster", failure);
                handle(new RoleEvent.SurveyFailed(op));
            } else {
                lastSurvey = view;
                handle(new RoleEvent.Surveyed(op, judge(handle, view)));
            }
        });
    }

    private RoleEvent.Survey judge(ZkHandle handle, View view) {
        boolean favourite = config.priority() != null && view.queue()
                .stream()
                .anyMatch(other -> other.ticket().gid() != self
                        .get()
                        .gid() && other.ticket().priority() > config.priority());
        boolean unusable = view.epoch() == null;
        if (unusable) {
            LOG.error(
                    "ZooKeeper node {} is missing: nobody can become active. Create it again with {\"epoch\": N, \"down\":"
                            + " false}, where N is the highest number under {}",
                    paths.epoch(), paths.history());
        }
        return new RoleEvent.Survey(view.epochNumber(), view.epochVersion(), view.down() || unusable,
                whose(handle, view),
                favourite, barred(view));
    }

    private ActiveNode whose(ZkHandle handle, View view) {
        View.ActiveSeen seen = view.active();
        if (seen == null) {
            return ActiveNode.NONE;
        }
        if (seen.owner() == 0) {
            return ActiveNode.REPLACEABLE;
        }
        if (seen.owner() != handle.sessionId()) {
            return ActiveNode.OTHER;
        }
        Nodes.Active content = view.activeNow();
        return content != null && content.gid() == self.get().gid() ? ActiveNode.MINE : ActiveNode.REPLACEABLE;
    }

    private boolean barred(View view) {
        if (view.root() == null) {
            return false;
        }
        try {
            ClusterLayout.refuseNewer(paths, view.root());
            return false;
        } catch (LayoutException e) {
            LOG.error("{}", e.getMessage());
            return true;
        }
    }

    private void activate(RoleAction.Activate order) {
        Instant now = config.clock().instant();
        MgrMap.Manager me = self.get();
        var active = Nodes.Active.starting(me, order.epoch() + 1, now);
        pending = active;
        var raise = new Raise(paths, new Nodes.Epoch(order.epoch(), false, null).raised(false, now), order.version());
        View.ActiveSeen old = lastSurvey == null ? null : lastSurvey.active();
        if (order.replace() && old != null) {
            LOG.warn("replacing ZooKeeper node {}: no live manager's", paths.active());
            raise.deleteActive(old.version());
        }
        raise.createActive(active).history(me.name(), me.gid(), now, "elected");
        long sentAt = now();
        thread.answer(raise.send(session()),
                (outcome, failure) -> handle(new RoleEvent.Activated(order.op(), reply(outcome,
                        failure), sentAt)));
    }

    private void check(int op, int version) {
        var ops = List.of(Op.check(paths.epoch(), version), Op.check(paths.active(), -1));
        long sentAt = now();
        thread.answer(session().multi(ops),
                (outcome, failure) -> handle(new RoleEvent.Checked(op, reply(outcome, failure),
                        sentAt)));
    }

    private void handOver(RoleAction.HandOver order) {
        Instant now = config.clock().instant();
        String mine = placePath();
        StepDown how = order.how();
        boolean down = how.down()
                || (lastSurvey != null && lastSurvey.epochVersion() == order.version() && lastSurvey.down());
        var raise = new Raise(paths, new Nodes.Epoch(order.epoch(), down, null).raised(down, now), order.version())
                .deleteActive(-1)
                .tryDelete(mine == null ? List.of() : List.of(mine))
                .history(null, null, now, "'" + self.get().name() + "' handed over: " + how.why());
        thread.answer(raise.send(session()),
                (outcome, failure) -> handle(new RoleEvent.HandedOver(order.op(), reply(outcome,
                        failure))));
    }

    private static Reply reply(@Nullable MultiOutcome outcome, @Nullable Throwable failure) {
        if (outcome == null) {
            LOG.debug("a transaction failed", failure);
            return Reply.LOST;
        }
        return outcome.reply();
    }

    private void elected(long epoch, int version) {
        Nodes.Active active = pending != null && pending.epoch() == epoch
                ? pending
                : Nodes.Active.starting(self.get(), epoch, config.clock().instant());
        Lease lease = machine.lease();
        if (lease == null) {
            throw new IllegalStateException("elected without a lease");
        }
        var begun = new Term(paths, session(), active, version, lease, config.nanoTime(), this);
        term = begun;
        electedAt = now();
        LOG.info("elected: '{}' leads in epoch {}", self.get().name(), epoch);
        moved(Leadership.State.LEADING, "", listener::elected);
        watchAgain.run();
        Thread.ofVirtual().name("reeve-history").start(() -> new History(paths).prune(begun.zk(), begun));
    }

    @Override
    public void fenced(Term of) {
        thread.execute(() -> handle(new RoleEvent.WriteFenced(of.epoch())));
    }

    @Override
    public void serving(Term of) {
        thread.execute(() -> handle(new RoleEvent.Serving(of.epoch())));
    }

    @Override
    public CompletableFuture<?> release(Term of, StepDown how, boolean failed) {
        var done = new CompletableFuture<Boolean>();
        thread.execute(() -> {
            releases.add(done);
            handle(new RoleEvent.Release(of.epoch(), how, failed));
        });
        return done;
    }

    @Override
    public boolean isElectionThread() {
        return thread.isCurrent();
    }
}
