package io.reeve.election;

import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * The last write that ZooKeeper acknowledged to a leader. As nobody else writes in its epoch, ZooKeeper shows this write, or a
 * later one, for as long as its data are those that it was written into.
 *
 * @param path the node
 * @param zxid the transaction of the write; 0 for a deletion
 */
record LastWrite(String path, long zxid) {

    /** The last of a transaction's writes; null if it says nothing. The transaction ids are those that a commit returns. */
    static @Nullable LastWrite of(List<FencedWriter.Write> writes, List<Long> zxids) {
        if (writes.isEmpty()) {
            return null;
        }
        int last = writes.size() - 1;
        boolean unknown = zxids.get(last) == 0 && !(writes.get(last) instanceof FencedWriter.Write.Delete);
        return unknown ? null : new LastWrite(writes.get(last).path(), zxids.get(last));
    }

    /** The reason why this write was undone, from a read of its node that was sent after it; null if it was not. */
    @Nullable
    String undone(Optional<Stat> now) {
        if (zxid == 0) {
            return now.isPresent() ? "node " + path + " is there, and was deleted" : null;
        }
        if (now.isEmpty()) {
            return "node " + path + " is missing, and was written last";
        }
        return now.get().getMzxid() < zxid ? "node " + path + " is in an older state than was written" : null;
    }
}
