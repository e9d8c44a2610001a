package io.reeve.election;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.FrozenException;
import io.reeve.api.NotActiveException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.api.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The leadership that this process holds. The election's thread writes its state and lease; any thread may read them
 * and commit.
 */
final class HeldLeadership implements Leadership {
    /** The longest wait for a hand-over: more than a ZooKeeper that answers needs, and the caller has other work. */
    private static final Duration RELEASE_PATIENCE = Duration.ofMillis(800);
    private static final int MODULE_ATTEMPTS = 10;
    private final ClusterPaths paths;
    private final ZkHandle zk;
    private final long epoch;
    private final int epochVersion;
    private final LongSupplier nanoTime;
    private final Owner owner;
    private final PathLocks locks = new PathLocks();
    private final Object publishing = new Object();
    private volatile State state = State.LEADING;
    private volatile Lease lease;
    private volatile String why = "";
    private volatile @Nullable LastWrite lastWrite;

    @GuardedBy("publishing")
    private NodeContent.Active published;

    /** The election, as a leadership calls it. All methods may be called on any thread. */
    interface Owner {
        void fenced(HeldLeadership leadership);

        void serving(HeldLeadership leadership);

        /** Hands over. @return completes when everything is given back */
        CompletableFuture<?> release(HeldLeadership leadership, StepDown how, boolean failed);

        boolean isElectionThread();
    }

    HeldLeadership(ClusterPaths paths, ZkHandle zk, NodeContent.Active published, int epochVersion, Lease lease,
            LongSupplier nanoTime,
            Owner owner) {
        this.paths = paths;
        this.zk = zk;
        this.epoch = published.epoch();
        this.epochVersion = epochVersion;
        this.published = published;
        this.lease = lease;
        this.nanoTime = nanoTime;
        this.owner = owner;
    }

    ClusterPaths paths() {
        return paths;
    }

    PathLocks locks() {
        return locks;
    }

    ZkHandle zk() {
        return zk;
    }

    int epochVersion() {
        return epochVersion;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public boolean mayAct() {
        return state == State.LEADING && lease.mayAct(nanoTime.getAsLong());
    }

    @Override
    public boolean isFrozen() {
        return state != State.ENDED && !mayAct();
    }

    /** Election thread only. */
    void renewed(Lease now) {
        lease = now;
    }

    /** Election thread only. */
    synchronized void moved(State now, String reason) {
        if (state != State.ENDED) {
            why = reason;
            state = now;
            notifyAll();
        }
    }

    void fenced() {
        owner.fenced(this);
    }

    /** Forgets the last write if the transaction changes its node: what that holds is unknown until the answer. */
    void sending(List<Write> writes) {
        LastWrite last = lastWrite;
        if (last != null && writes.stream().anyMatch(write -> write.path().equals(last.path()))) {
            lastWrite = null;
        }
    }

    /** Takes note of a transaction that ZooKeeper has acknowledged. */
    void acknowledged(List<Write> writes, List<Long> zxids) {
        LastWrite.of(writes, zxids).ifPresent(last -> lastWrite = last);
    }

    @Nullable
    LastWrite lastWrite() {
        return lastWrite;
    }

    void requireMayAct() {
        State now = state;
        if (now == State.ENDED) {
            throw new NotActiveException("epoch " + epoch + " is over: " + why);
        }
        if (!mayAct()) {
            throw new FrozenException(
                    "frozen in epoch " + epoch + ": " + (now == State.FROZEN ? why : "the lease ran out")
                            + ". Nothing was sent; try again when thawed");
        }
    }

    /** Waits for the end of a freeze, present or imminent. @return false if the leader did not thaw in time */
    synchronized boolean awaitThaw(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long begin = nanoTime.getAsLong();
        while (state != State.ENDED && !(state == State.LEADING && lease.begin() - begin > 0)) {
            long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (millis <= 0) {
                return false;
            }
            wait(Math.min(millis, 20));
        }
        return state == State.LEADING;
    }

    @Override
    public List<Long> commit(List<Write> writes) throws ConflictException {
        if (owner.isElectionThread()) {
            throw new IllegalStateException("a write on the election's thread would wait for itself");
        }
        try {
            return new FencedCommit(this, zk, writes).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("interrupted before the write was sent", e);
        }
    }

    @Override
    public void publishAvailable() {
        publish(NodeContent.Active.AVAILABLE, null);
        owner.serving(this);
    }

    @Override
    public void publishServices(Map<String, String> services) {
        publish(null, services);
    }

    private void publish(@Nullable String newState, @Nullable Map<String, String> services) {
        synchronized (publishing) {
            NodeContent.Active next = published.with(newState == null ? published.state() : newState, services == null
                    ? published.services()
                    : services);
            writeOwn(new Write.Set(paths.active(), NodeContent.write(next), -1));
            published = next;
        }
    }

    /** Restores the content of the active node after somebody else wrote into it. */
    void mend() {
        synchronized (publishing) {
            writeOwn(new Write.Set(paths.active(), NodeContent.write(published), -1));
        }
    }

    @Override
    public SortedSet<String> changeModules(Set<String> known, UnaryOperator<SortedSet<String>> change) {
        for (int attempt = 1;; attempt++) {
            Optional<ZkHandle.Node> node = storedModules();
            Optional<List<String>> stored = node.flatMap(n -> names(n.data()));
            SortedSet<String> after = change.apply(new TreeSet<>(stored.isPresent() ? stored.get() : known));
            if (stored.isPresent() && after.equals(new TreeSet<>(stored.get()))) {
                return after;
            }
            byte[] data = NodeContent.write(List.copyOf(after));
            try {
                List<Long> _ = commit(List.of(node.isPresent()
                        ? new Write.Set(paths.modules(), data, node.get().stat().getVersion())
                        : new Write.Create(paths.modules(), data)));
                return after;
            } catch (ConflictException e) { // somebody else wrote since it was read
                if (attempt == MODULE_ATTEMPTS) {
                    throw new StoreException(
                            "the list of enabled modules was not changed: others wrote it at the same time "
                                    + MODULE_ATTEMPTS + " times, try again",
                            e);
                }
            }
        }
    }

    private Optional<ZkHandle.Node> storedModules() {
        requireMayAct();
        try {
            return ZkFutures.awaitUnchecked(zk.get(paths.modules()), zk.timeout(), "read " + paths.modules());
        } catch (UnavailableException e) {
            throw new FrozenException("the list of enabled modules cannot be read, nothing was changed: "
                    + e.getMessage());
        }
    }

    private static Optional<List<String>> names(byte[] data) {
        try {
            return Optional.of(NodeContent.readNames(data));
        } catch (NodeContent.GarbageException e) {
            return Optional.empty();
        }
    }

    private void writeOwn(Write write) {
        try {
            commit(List.of(write));
        } catch (ConflictException e) {
            throw new StoreException("could not publish: " + e.getMessage(), e);
        }
    }

    @Override
    public void release(StepDown how) {
        giveBack(how, false);
    }

    @Override
    public void activationFailed(String reason) {
        giveBack(StepDown.because(reason), true);
    }

    private void giveBack(StepDown how, boolean failed) {
        CompletableFuture<?> done = owner.release(this, how, failed);
        if (!owner.isElectionThread()) {
            try {
                ZkFutures.awaitUnchecked(done, RELEASE_PATIENCE, "hand leadership over");
            } catch (UnavailableException e) {
                throw new OutcomeUnknownException("leadership of epoch " + epoch
                        + " is not handed over yet: the attempts go on, and the end of the session does the same", e);
            }
        }
    }
}
