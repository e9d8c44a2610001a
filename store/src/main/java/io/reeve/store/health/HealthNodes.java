package io.reeve.store.health;

import io.reeve.api.HealthCheck;
import io.reeve.api.StoreException;
import io.reeve.election.ClusterPaths;
import io.reeve.election.FencedWriter;
import io.reeve.election.FencedWriter.ConflictException;
import io.reeve.election.FencedWriter.Write;
import io.reeve.store.LogOnce;
import io.reeve.store.NodeReads;
import io.reeve.store.NodeReads.Read;
import io.reeve.store.SyncedReads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes under {@code /health}. */
final class HealthNodes {
    private static final Logger log = LoggerFactory.getLogger(HealthNodes.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final NodeReads reads;
    private final ClusterPaths paths;
    private final LogOnce garbage = new LogOnce(log);

    HealthNodes(NodeReads reads, ClusterPaths paths) {
        this.reads = reads;
        this.paths = paths;
    }

    /** The checks of all owners, as of this call or later. */
    Map<String, List<HealthCheck>> read() throws InterruptedException {
        SyncedReads synced = new SyncedReads(reads, paths.root());
        Map<String, CompletableFuture<Read>> owners = new TreeMap<>();
        if (answer(synced.children(paths.health())) instanceof Read.Found list) {
            list.children().forEach(owner -> owners.put(owner, synced.data(path(owner))));
        }
        Map<String, List<HealthCheck>> all = new TreeMap<>();
        for (var owner : owners.entrySet()) {
            if (answer(owner.getValue()) instanceof Read.Found found) {
                parse(owner.getKey(), found.data(), all);
            }
        }
        return all;
    }

    private void parse(String owner, byte[] data, Map<String, List<HealthCheck>> all) {
        try {
            List<HealthCheck> checks = HealthCodec.parse(data);
            if (!checks.isEmpty()) {
                all.put(owner, checks);
            }
        } catch (IOException e) {
            garbage.warn(path(owner), "not a list of health checks: " + e.getMessage());
        }
    }

    /** Stores the checks of an owner; removes the node if there are none. */
    void write(FencedWriter writer, String owner, List<HealthCheck> checks)
            throws InterruptedException, ConflictException {
        boolean there = ask(c -> reads.stat(path(owner), c)) instanceof Read.Found;
        List<Write> writes = new ArrayList<>();
        if (!there && !(ask(c -> reads.stat(paths.health(), c)) instanceof Read.Found)) {
            writes.add(new Write.Create(paths.health(), new byte[0]));
        }
        if (!checks.isEmpty()) {
            byte[] data = HealthCodec.encode(checks);
            writes.add(there ? new Write.Set(path(owner), data, -1) : new Write.Create(path(owner), data));
        } else if (there) {
            writes.add(new Write.Delete(path(owner), -1));
        }
        if (!writes.isEmpty()) {
            writer.commit(writes);
        }
    }

    private String path(String owner) {
        return paths.health() + "/" + owner;
    }

    private static Read ask(Consumer<Consumer<Read>> question) throws InterruptedException {
        return found(NodeReads.await(question, TIMEOUT));
    }

    private static Read answer(CompletableFuture<Read> question) throws InterruptedException {
        return found(NodeReads.await(question, TIMEOUT));
    }

    private static Read found(Read answer) {
        if (answer instanceof Read.Failed(String why)) {
            throw new StoreException("error: health checks cannot be read: " + why);
        }
        return answer;
    }
}
