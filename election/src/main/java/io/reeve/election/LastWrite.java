package io.reeve.election;

import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * The last write of a node that ZooKeeper acknowledged to a leader. As nobody else writes in its epoch, ZooKeeper shows this
 * write, or a later one, while its data are those that it was written into.
 *
 * @param path the node
 * @param zxid the transaction of the write
 */
record LastWrite(String path, long zxid) {

    /**
     * The last of a transaction's writes; empty if it deletes only, or its transaction id is unknown.
     *
     * @param zxids the transaction id of each write, as a commit returns them: 0 for a deletion and if it is unknown
     */
    static Optional<LastWrite> of(List<FencedWriter.Write> writes, List<Long> zxids) {
        for (int i = writes.size() - 1; i >= 0; i--) {
            if (zxids.get(i) != 0) {
                return Optional.of(new LastWrite(writes.get(i).path(), zxids.get(i)));
            }
        }
        return Optional.empty();
    }

    String parent() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    /**
     * The reason why this write was undone; null if it was not. One that somebody has deleted by hand was not: the parent tells of a
     * later deletion.
     *
     * @param now    the node, from a read that was sent after the write
     * @param parent its parent, likewise
     */
    @Nullable
    String undone(Optional<Stat> now, Optional<Stat> parent) {
        if (now.isPresent()) {
            return now.get().getMzxid() < zxid ? "node " + path + " is in an older state than was written" : null;
        }
        return parent.isPresent() && parent.get().getPzxid() < zxid
                ? "node " + path + " is missing, and was written last"
                : null;
    }
}
