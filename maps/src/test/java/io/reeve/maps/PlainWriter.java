package io.reeve.maps;

import io.reeve.api.NotActiveException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.election.FencedWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;

/** A fake leadership that writes plain transactions, until it is deposed. */
final class PlainWriter implements FencedWriter {
    private final CuratorFramework client;
    private volatile boolean deposed;
    private final AtomicInteger largest = new AtomicInteger();
    private final AtomicInteger answersToLose = new AtomicInteger();

    PlainWriter(CuratorFramework client) {
        this.client = client;
    }

    void depose() {
        deposed = true;
    }

    /** The bytes of the largest transaction so far. */
    int largest() {
        return largest.get();
    }

    private static int size(Write write) {
        return write.path().length() + switch (write) {
            case Write.Create(_, byte[] data) -> data.length;
            case Write.Set(_, byte[] data, _) -> data.length;
            case Write.Delete _ -> 0;
        };
    }

    void loseAnswer() {
        answersToLose.set(1);
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public boolean isFrozen() {
        return false;
    }

    @Override
    public List<Long> commit(List<Write> writes) throws ConflictException {
        if (deposed) {
            throw new NotActiveException("deposed");
        }
        largest.accumulateAndGet(writes.stream().mapToInt(PlainWriter::size).sum(), Math::max);
        try {
            List<CuratorOp> ops = new ArrayList<>();
            for (Write write : writes) {
                ops.add(switch (write) {
                    case Write.Create(String path, byte[] data) -> client.transactionOp().create().forPath(path, data);
                    case Write.Set(String path, byte[] data, int version) ->
                        client.transactionOp().setData().withVersion(version).forPath(path, data);
                    case Write.Delete(String path, int version) ->
                        client.transactionOp().delete().withVersion(version).forPath(path);
                });
            }
            var _ = client.transaction().forOperations(ops);
        } catch (KeeperException e) {
            throw new ConflictException(0, ConflictException.Reason.OTHER, e.toString());
        } catch (Exception e) {
            throw new OutcomeUnknownException("commit failed", e);
        }
        if (answersToLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new OutcomeUnknownException("answer lost");
        }
        return writes.stream().map(_ -> 1L).toList();
    }
}
