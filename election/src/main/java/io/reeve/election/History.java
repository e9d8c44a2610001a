package io.reeve.election;

import io.reeve.api.NotActiveException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The history of epochs: one node for each, of which the last {@link #KEPT} are kept. */
final class History {
    static final int KEPT = 500;
    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int BATCH = 100;
    private final ClusterPaths paths;

    History(ClusterPaths paths) {
        this.paths = paths;
    }

    static boolean isEpoch(String name) {
        return name.matches("[1-9][0-9]{0,15}") && NodeContent.isEpoch(Long.parseLong(name));
    }

    /** One entry; empty if that epoch is no longer kept or has not begun. */
    Optional<HistoryEntry> entry(ZkHandle zk, long epoch) {
        List<Long> here = epochs(zk).stream().filter(known -> known >= epoch).limit(2).toList();
        return read(zk, here).stream().filter(entry -> entry.epoch() == epoch).findFirst();
    }

    private List<Long> epochs(ZkHandle zk) {
        var names = ZkFutures.awaitUnchecked(zk.children(paths.history(), null), PATIENCE, "read " + paths.history());
        return names.stream().filter(History::isEpoch).map(Long::valueOf).sorted(Comparator.naturalOrder()).toList();
    }

    private List<HistoryEntry> read(ZkHandle zk, List<Long> epochs) {
        var reads = epochs.stream().map(epoch -> zk.get(path(epoch))).toList();
        var entries = new ArrayList<HistoryEntry>();
        Instant until = null;
        for (int i = reads.size() - 1; i >= 0; i--) {
            Optional<ZkHandle.Node> node = ZkFutures.awaitUnchecked(reads.get(i), PATIENCE, "read the history");
            HistoryEntry entry = node.isEmpty() ? null : parse(epochs.get(i), node.get().data(), until);
            if (entry != null) {
                entries.addFirst(entry);
                until = entry.since();
            }
        }
        return entries;
    }

    private @Nullable HistoryEntry parse(long epoch, byte[] data, @Nullable Instant until) {
        try {
            NodeContent.Past past = NodeContent.read(data, NodeContent.Past.class);
            return new HistoryEntry(epoch, past.name(), past.gid(), Instant.parse(past.since()), until, past.why());
        } catch (NodeContent.GarbageException e) {
            LOG.warn("garbage in ZooKeeper node {}: {}. It is ignored", path(epoch), e.getMessage());
            return null;
        }
    }

    /** Deletes all but the last {@link #KEPT} entries. Blocks; called by the leader. */
    void prune(ZkHandle zk, FencedWriter writer) {
        try {
            List<Long> epochs = epochs(zk);
            List<Long> old = epochs.subList(0, Math.max(0, epochs.size() - KEPT));
            for (int from = 0; from < old.size(); from += BATCH) {
                List<Long> batch = old.subList(from, Math.min(old.size(), from + BATCH));
                writer.commit(batch
                        .stream().<FencedWriter
                                .Write>map(epoch -> new FencedWriter.Write.Delete(path(epoch), -1))
                        .toList());
            }
        } catch (NotActiveException e) {
            LOG.debug("the next leader will delete the old history", e);
        } catch (io.reeve.api.MgrException | FencedWriter.ConflictException e) {
            LOG.warn("could not delete old history, the next leader will try: {}", e.getMessage());
        }
    }

    private String path(long epoch) {
        return paths.history() + "/" + epoch;
    }
}
