package io.reeve.store.clusterlog;

import io.reeve.election.ClusterPaths;
import io.reeve.election.FencedWriter;
import io.reeve.election.FencedWriter.ConflictException;
import io.reeve.election.FencedWriter.Write;
import io.reeve.store.NodeNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The renaming of batches whose names have other digits than 0 to 9, see {@link NodeNumber}. Where a batch with the plain name
 * is there too, the log began again without having seen the other; then all lines get new numbers, in the order of their
 * stamps.
 */
final class LogRenaming {
    private static final Logger LOG = LoggerFactory.getLogger(LogRenaming.class);

    private LogRenaming() {}

    /** The batches after renaming; these if there is nothing to rename. Blocks; may be repeated. */
    static NavigableMap<String, LogBatch> of(FencedWriter writer, ClusterPaths paths,
            NavigableMap<String, LogBatch> batches) throws ConflictException {
        List<LogBatch> other = batches.values().stream().filter(b -> !NodeNumber.isNormal(b.name())).toList();
        if (other.isEmpty()) {
            return batches;
        }
        boolean twice = other.stream().anyMatch(b -> batches.containsKey(NodeNumber.normal(b.name())));
        List<LogBatch> old = twice ? List.copyOf(batches.values()) : other;
        List<LogBatch> renamed = twice ? numbered(old) : other.stream().map(LogRenaming::renamed).toList();
        List<Write> writes = new ArrayList<>();
        renamed.forEach(b -> writes.add(new Write.Create(paths.log() + "/" + b.name(), b.data())));
        old.forEach(b -> writes.add(new Write.Delete(paths.log() + "/" + b.name(), -1)));
        for (Write write : writes) { // one by one, as all together may be too large: a line may be there twice for a moment
            List<Long> _ = writer.commit(List.of(write));
        }
        LOG.warn("cluster log: {} nodes had other digits than 0 to 9 in their names, and were renamed", other.size());
        NavigableMap<String, LogBatch> after = new TreeMap<>(batches);
        old.forEach(b -> after.remove(b.name()));
        renamed.forEach(b -> after.put(b.name(), b));
        return after;
    }

    private static LogBatch renamed(LogBatch batch) {
        return new LogBatch(NodeNumber.normal(batch.name()), batch.entries(), batch.data());
    }

    /** All lines under numbers that none of them has had. */
    private static List<LogBatch> numbered(List<LogBatch> batches) {
        List<LogEntry> lines = batches.stream()
                .flatMap(b -> b.entries().stream())
                .sorted(Comparator.comparing(LogEntry::stamp))
                .map(e -> e.numbered(0))
                .distinct()
                .toList();
        long next = 1 + batches.stream()
                .flatMap(b -> Stream.concat(Stream.of(Long.parseLong(b.name())),
                        b.entries().stream().map(LogEntry::seq)))
                .max(Comparator.naturalOrder())
                .orElse(0L);
        List<LogBatch> all = new ArrayList<>();
        for (int from = 0; from < lines.size();) {
            LogBatch batch = LogBatch.of(lines.subList(from, lines.size()), next);
            all.add(batch);
            from += batch.entries().size();
            next += batch.entries().size();
        }
        return all;
    }
}
