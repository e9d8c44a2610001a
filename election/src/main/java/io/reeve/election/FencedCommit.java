package io.reeve.election;

import io.reeve.api.NotActiveException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.api.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One fenced transaction, sent only under the ZooKeeper session that leads. It is sent again only if that reconnects,
 * the fence holds, and reading back proves that the first attempt did not happen.
 */
final class FencedCommit {
    /** The limit for one transaction: ZooKeeper takes 1 MiB in a request, and the rest is for paths and headers. */
    static final int MAX_BYTES = 1_000_000;
    private static final int CHECKS = 2;
    private static final int OVERHEAD = 64;

    private final HeldLeadership leadership;
    private final ZkHandle zk;
    private final List<FencedWriter.Write> writes;

    FencedCommit(HeldLeadership leadership, ZkHandle zk, List<FencedWriter.Write> writes) {
        this.leadership = leadership;
        this.zk = zk;
        this.writes = List.copyOf(writes);
        refuseTooLarge();
    }

    private void refuseTooLarge() {
        long size = 0;
        for (FencedWriter.Write write : writes) {
            size += OVERHEAD + write.path().length() + switch (write) {
                case FencedWriter.Write.Create(_, var data) -> data.length;
                case FencedWriter.Write.Set(_, var data, _) -> data.length;
                case FencedWriter.Write.Delete _ -> 0;
            };
        }
        if (size > MAX_BYTES) {
            throw new StoreException("a write of " + size + " bytes, beginning at " + writes.getFirst().path()
                    + ", is more than the " + MAX_BYTES + " that ZooKeeper takes at once: write less at a time");
        }
    }

    List<Long> run() throws FencedWriter.ConflictException, InterruptedException {
        List<String> nodes = writes.stream().map(FencedWriter.Write::path).toList();
        try (var _ = leadership.locks().hold(nodes)) {
            long deadline = System.nanoTime() + 2 * zk.timeout().toNanos();
            while (true) {
                leadership.requireMayAct();
                leadership.sending(writes);
                List<Long> zxids = attempt(deadline);
                if (zxids != null) {
                    leadership.acknowledged(writes, zxids);
                    return zxids;
                }
            }
        }
    }

    /** Sends the transaction once. @return null if it is proved not to have happened */
    private @Nullable List<Long> attempt(long deadline) throws FencedWriter.ConflictException, InterruptedException {
        // The answer to a create has no transaction id, so a read follows it without waiting for that answer.
        Optional<String> node = createdNode();
        Optional<CompletableFuture<MultiOutcome>> sent = node.map(_ -> zk.multi(ops()));
        var created = node.map(path -> zk.exists(path, null));
        MultiOutcome outcome;
        try {
            outcome = sent.isPresent() ? ZkFutures.await(sent.get(), left(deadline), "write") : zk.multiNow(ops());
        } catch (UnavailableException e) {
            throw new OutcomeUnknownException(unknown(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return switch (outcome) {
            case MultiOutcome.Done(var results) -> done(results, created, deadline);
            case MultiOutcome.Refused(var index, var code) -> throw refused(index, code);
            case MultiOutcome.Lost _ -> readBack(deadline);
        };
    }

    private List<Op> ops() {
        var ops = new ArrayList<Op>(writes.size() + CHECKS);
        ops.add(Op.check(leadership.paths().epoch(), leadership.epochVersion()));
        ops.add(Op.check(leadership.paths().active(), -1));
        for (FencedWriter.Write write : writes) {
            ops.add(switch (write) {
                case FencedWriter.Write.Create(var path, var data) -> ZkHandle.create(path, data);
                case FencedWriter.Write.Set(var path, var data, var version) -> Op.setData(path, data, version);
                case FencedWriter.Write.Delete(var path, var version) -> Op.delete(path, version);
            });
        }
        return ops;
    }

    private Optional<String> createdNode() {
        boolean hasSet = writes.stream().anyMatch(FencedWriter.Write.Set.class::isInstance);
        return hasSet
                ? Optional.empty()
                : writes.stream()
                        .filter(FencedWriter.Write.Create.class::isInstance)
                        .map(FencedWriter.Write::path)
                        .findFirst();
    }

    /** Finishes a transaction that happened, of which only the transaction id may be missing. */
    private @Nullable List<Long> done(List<OpResult> results, Optional<CompletableFuture<Optional<Stat>>> created,
            long deadline) throws InterruptedException {
        try {
            return zxids(results, created, deadline);
        } catch (UnavailableException e) {
            return readBack(deadline);
        }
    }

    private List<Long> zxids(List<OpResult> results, Optional<CompletableFuture<Optional<Stat>>> created,
            long deadline) {
        long zxid = 0;
        for (OpResult result : results) {
            if (result instanceof OpResult.SetDataResult set) {
                zxid = set.getStat().getMzxid();
            }
        }
        if (created.isPresent()) {
            zxid = ZkFutures.awaitUnchecked(created.get(), left(deadline), "read back").map(Stat::getCzxid).orElse(0L);
        }
        return zxidsOf(zxid);
    }

    private List<Long> zxidsOf(long zxid) {
        return writes.stream().map(write -> write instanceof FencedWriter.Write.Delete ? 0L : zxid).toList();
    }

    private NotActiveException refused(int index, Code code) throws FencedWriter.ConflictException {
        if (index < CHECKS) {
            String why = index == 0 ? "another epoch began" : "the active node is gone";
            leadership.fenced();
            return new NotActiveException(
                    "refused by the fence: " + why + ", epoch " + leadership.epoch() + " is over");
        }
        FencedWriter.Write write = writes.get(index - CHECKS);
        var reason = switch (code) {
            case NODEEXISTS -> FencedWriter.ConflictException.Reason.NODE_EXISTS;
            case NONODE -> FencedWriter.ConflictException.Reason.NO_NODE;
            case BADVERSION -> FencedWriter.ConflictException.Reason.BAD_VERSION;
            case NOTEMPTY -> FencedWriter.ConflictException.Reason.NOT_EMPTY;
            default -> FencedWriter.ConflictException.Reason.OTHER;
        };
        throw new FencedWriter.ConflictException(index - CHECKS, reason,
                write.getClass().getSimpleName() + " of " + write
                        .path() + " refused: " + code);
    }

    /**
     * Finds out what became of a transaction whose answer was lost.
     *
     * @return null if it is proved not to have happened
     */
    private @Nullable List<Long> readBack(long deadline) throws InterruptedException {
        try {
            // Thawed means: the same ZooKeeper session is connected, and a transaction sent after ours was answered.
            if (writes.isEmpty() || !leadership.awaitThaw(left(deadline))) {
                throw new OutcomeUnknownException(unknown());
            }
            boolean happened = true;
            long zxid = 0;
            for (FencedWriter.Write write : writes) {
                Optional<ZkHandle.Node> node = ZkFutures.await(zk.get(write.path()), left(deadline), "read back");
                happened &= shows(write, node);
                zxid = Math.max(zxid, node.map(n -> n.stat().getMzxid()).orElse(0L));
            }
            return happened ? zxidsOf(zxid) : null;
        } catch (UnavailableException e) {
            throw new OutcomeUnknownException(unknown(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static boolean shows(FencedWriter.Write write, Optional<ZkHandle.Node> node) {
        return switch (write) {
            case FencedWriter.Write.Create(_, var data) -> node.isPresent() && Arrays.equals(data, node.get().data());
            case FencedWriter.Write.Set(_, var data, var version) -> node.isPresent() && Arrays.equals(data, node.get()
                    .data()) && (version < 0 || node.get().stat().getVersion() == version + 1);
            case FencedWriter.Write.Delete _ -> node.isEmpty();
        };
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    private String unknown() {
        String first = writes.isEmpty() ? "nothing" : writes.getFirst().path();
        return "the answer to a write of " + first + " was lost in epoch " + leadership.epoch()
                + ": it has happened or it has not";
    }

    private OutcomeUnknownException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new OutcomeUnknownException("interrupted: " + unknown(), e);
    }
}
