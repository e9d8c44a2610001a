package io.reeve.store.clusterlog;

import io.reeve.api.StoreException;
import io.reeve.election.ClusterPaths;
import io.reeve.store.LogOnce;
import io.reeve.store.NodeReads;
import io.reeve.store.NodeReads.Read;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reader of the cluster log's nodes. */
final class LogNodes {
    private static final Logger log = LoggerFactory.getLogger(LogNodes.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final NodeReads reads;
    private final ClusterPaths paths;
    private final LogOnce garbage = new LogOnce(log);

    LogNodes(NodeReads reads, ClusterPaths paths) {
        this.reads = reads;
        this.paths = paths;
    }

    /** All batches by name, read after a sync. A node that is not a batch counts as one without lines, so that it is deleted in time. */
    NavigableMap<String, LogBatch> read() throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        answer(send(c -> reads.sync(paths.root(), c)), deadline);
        TreeMap<String, CompletableFuture<Read>> answers = new TreeMap<>();
        if (answer(send(c -> reads.children(paths.log(), c)), deadline) instanceof Read.Found list) {
            for (String name : list.children()) {
                if (LogBatch.isName(name)) {
                    answers.put(name, send(c -> reads.data(paths.log() + "/" + name, c)));
                } else {
                    garbage.warn(paths.log() + "/" + name, "not the name of a batch of log lines");
                }
            }
        }
        TreeMap<String, LogBatch> batches = new TreeMap<>(LogBatch.ORDER);
        for (var entry : answers.entrySet()) {
            if (answer(entry.getValue(), deadline) instanceof Read.Found found) {
                batches.put(entry.getKey(), parse(entry.getKey(), found.data()));
            }
        }
        return batches;
    }

    /** Whether the parent node of the log exists. */
    boolean exists() throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        return answer(send(c -> reads.stat(paths.log(), c)), deadline) instanceof Read.Found;
    }

    /** The last lines of these batches, oldest first. */
    static List<LogEntry> lines(Map<String, LogBatch> batches, int count) {
        List<LogEntry> lines = new ArrayList<>();
        batches.values().forEach(b -> lines.addAll(b.entries()));
        return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    private LogBatch parse(String name, byte[] data) {
        try {
            return LogBatch.parse(name, data);
        } catch (IOException e) {
            garbage.warn(paths.log() + "/" + name, "not a batch of log lines: " + e.getMessage());
            return new LogBatch(name, List.of(), data);
        }
    }

    @FunctionalInterface
    private interface Question {
        void ask(Consumer<Read> callback);
    }

    private static CompletableFuture<Read> send(Question question) {
        CompletableFuture<Read> answer = new CompletableFuture<>();
        question.ask(answer::complete);
        return answer;
    }

    private static Read answer(CompletableFuture<Read> answer, long deadline) throws InterruptedException {
        try {
            Read read = answer.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (read instanceof Read.Failed(String why)) {
                throw new StoreException("error: the cluster log cannot be read: " + why);
            }
            return read;
        } catch (TimeoutException e) {
            throw new StoreException("error: the cluster log cannot be read: ZooKeeper does not answer", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a read never completes exceptionally", e);
        }
    }
}
