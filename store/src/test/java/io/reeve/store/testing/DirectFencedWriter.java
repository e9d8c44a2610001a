package io.reeve.store.testing;

import io.reeve.api.FrozenException;
import io.reeve.api.NotActiveException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.election.ClusterPaths;
import io.reeve.election.FencedWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.api.transaction.CuratorTransactionResult;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.OpResult;
import org.jspecify.annotations.Nullable;

/**
 * A fake leadership: writes by a plain transaction that checks the version of the epoch node. A write of a marker node in
 * the same transaction tells its mzxid.
 */
public final class DirectFencedWriter implements FencedWriter {
    private static final int CHECKS = 2;

    private final CuratorFramework client;
    private final ClusterPaths paths;
    private final String marker;
    private final int epochVersion;
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final List<List<Write>> commits = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore arrived = new Semaphore(0);
    private volatile boolean frozen;
    private volatile @Nullable CountDownLatch held;
    private volatile @Nullable CountDownLatch heldAnswers;

    private DirectFencedWriter(CuratorFramework client, ClusterPaths paths, int epochVersion) {
        this.client = client;
        this.paths = paths;
        this.marker = paths.root() + "/marker";
        this.epochVersion = epochVersion;
    }

    /** Begins a new epoch: earlier writers are deposed. */
    public static DirectFencedWriter elect(CuratorFramework client, ClusterPaths paths) throws Exception {
        for (String path : List.of(paths.epoch(), paths.root() + "/marker")) {
            if (client.checkExists().forPath(path) == null) {
                client.create().creatingParentsIfNeeded().forPath(path, new byte[0]);
            }
        }
        return new DirectFencedWriter(client, paths, client.setData().forPath(paths.epoch(), new byte[0]).getVersion());
    }

    /** From now on writes are refused before they are sent. */
    public void freeze() {
        frozen = true;
    }

    /** Ends {@link #freeze}. */
    public void thaw() {
        frozen = false;
    }

    /** The next writes happen, but the writer does not hear of it. */
    public void loseAnswers(int count) {
        answersToLose.set(count);
    }

    /** Writes wait before they are sent, until {@link #proceed}. */
    public void hold() {
        held = new CountDownLatch(1);
    }

    /** Writes are sent and persisted, but do not return until {@link #proceed}. */
    public void holdAnswers() {
        heldAnswers = new CountDownLatch(1);
    }

    /** Waits until one more write has come to {@link #hold} or {@link #holdAnswers}. */
    public void awaitHeld() throws InterruptedException {
        arrived.acquire();
    }

    /** Ends {@link #hold} and {@link #holdAnswers}. */
    public void proceed() {
        for (CountDownLatch latch : new CountDownLatch[]{held, heldAnswers}) {
            if (latch != null) {
                latch.countDown();
            }
        }
        held = null;
        heldAnswers = null;
    }

    /** What was committed, in order. */
    public List<List<Write>> commits() {
        return List.copyOf(commits);
    }

    @Override
    public long epoch() {
        return epochVersion;
    }

    @Override
    public boolean isFrozen() {
        return frozen;
    }

    @Override
    public List<Long> commit(List<Write> writes) throws ConflictException {
        if (frozen) {
            throw new FrozenException("frozen");
        }
        await(held);
        List<Long> zxids = transact(writes);
        commits.add(List.copyOf(writes));
        await(heldAnswers);
        if (answersToLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new OutcomeUnknownException("answer lost");
        }
        return zxids;
    }

    private void await(@Nullable CountDownLatch latch) {
        if (latch != null) {
            arrived.release();
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OutcomeUnknownException("interrupted", e);
            }
        }
    }

    private List<Long> transact(List<Write> writes) throws ConflictException {
        try {
            List<CuratorOp> ops = new ArrayList<>();
            ops.add(client.transactionOp().check().withVersion(epochVersion).forPath(paths.epoch()));
            ops.add(client.transactionOp().setData().forPath(marker, new byte[0]));
            for (Write write : writes) {
                ops.add(op(write));
            }
            List<CuratorTransactionResult> results = client.transaction().forOperations(ops);
            long zxid = results.get(1).getResultStat().getMzxid();
            return writes.stream().map(w -> w instanceof Write.Delete ? 0L : zxid).toList();
        } catch (KeeperException e) {
            throw refused(e);
        } catch (Exception e) {
            throw new OutcomeUnknownException("commit failed", e);
        }
    }

    private CuratorOp op(Write write) throws Exception {
        return switch (write) {
            case Write.Create(String path, byte[] data) -> client.transactionOp().create().forPath(path, data);
            case Write.Set(String path, byte[] data, int version) ->
                client.transactionOp().setData().withVersion(version).forPath(path, data);
            case Write.Delete(String path, int version) ->
                client.transactionOp().delete().withVersion(version).forPath(path);
        };
    }

    private static ConflictException refused(KeeperException e) {
        List<OpResult> results = e.getResults();
        if (results == null) {
            throw new OutcomeUnknownException("commit failed", e);
        }
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof OpResult.ErrorResult error && error.getErr() != 0
                    && error.getErr() != Code.RUNTIMEINCONSISTENCY.intValue()) {
                if (i < CHECKS) {
                    throw new NotActiveException("deposed", e);
                }
                return new ConflictException(i - CHECKS, reason(Code.get(error.getErr())), e.toString());
            }
        }
        throw new OutcomeUnknownException("commit failed", e);
    }

    private static ConflictException.Reason reason(@Nullable Code code) {
        return code == Code.NODEEXISTS
                ? ConflictException.Reason.NODE_EXISTS
                : code == Code.NONODE
                        ? ConflictException.Reason.NO_NODE
                        : code == Code.BADVERSION
                                ? ConflictException.Reason.BAD_VERSION
                                : code == Code.NOTEMPTY
                                        ? ConflictException.Reason.NOT_EMPTY
                                        : ConflictException.Reason.OTHER;
    }
}
