package io.reeve.store.clusterlog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The queue of lines that wait to be written. Each source (name and channel) may log {@code burst} lines at once and
 * {@code perSecond} on average. Lines above that, and lines that find the queue full, are dropped and counted; a line of
 * the source says how many as soon as it is allowed again.
 */
final class LogQueue {
    private static final int MAX_SOURCES = 1_000;

    /**
     * The limits of a queue.
     *
     * @param burst     lines of one source at once
     * @param perSecond lines of one source per second on average
     * @param capacity  lines that wait
     */
    record QueueLimits(int burst, int perSecond, int capacity) {
        static final QueueLimits DEFAULT = new QueueLimits(100, 20, 2_000);
    }

    private record Source(String name, ClusterLogChannel channel) {}

    private static final class Bucket {
        private double tokens;
        private long since;
        private long dropped;
    }

    private final QueueLimits limits;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final ArrayDeque<LogEntry> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private final LinkedHashMap<Source, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    LogQueue(QueueLimits limits, InstantSource clock, LongSupplier nanoTime) {
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Takes a line, or counts it as dropped and returns false. Never blocks. */
    boolean add(String name, ClusterLogChannel channel, ClusterLogPriority priority, String message) {
        LogEntry entry = new LogEntry(0, clock.instant(), name, channel, priority, message);
        synchronized (lock) {
            Source source = new Source(entry.name(), channel);
            Bucket bucket = bucket(source);
            sayDropped(source, bucket, entry.stamp());
            if (bucket.tokens >= 1 && bucket.dropped == 0 && waiting.size() < limits.capacity) {
                bucket.tokens--;
                return waiting.add(entry);
            }
            bucket.dropped++;
            return false;
        }
    }

    /** The first lines, at most {@code count}; they stay until {@link #remove}. */
    List<LogEntry> peek(int count) {
        synchronized (lock) {
            buckets.forEach((source, bucket) -> {
                refill(bucket);
                sayDropped(source, bucket, clock.instant());
            });
            List<LogEntry> lines = new ArrayList<>();
            for (LogEntry line : waiting) {
                if (lines.size() == count) {
                    break;
                }
                lines.add(line);
            }
            return lines;
        }
    }

    /** Removes the first lines, which were written. */
    void remove(int count) {
        synchronized (lock) {
            for (int i = 0; i < count; i++) {
                waiting.remove();
            }
        }
    }

    /** The number of lines that wait. */
    int size() {
        synchronized (lock) {
            return waiting.size();
        }
    }

    @GuardedBy("lock")
    private void sayDropped(Source source, Bucket bucket, Instant now) {
        if (bucket.dropped > 0 && bucket.tokens >= 1 && waiting.size() < limits.capacity) {
            bucket.tokens--;
            waiting.add(new LogEntry(0, now, source.name, source.channel, ClusterLogPriority.WARN,
                    bucket.dropped + " lines of " + source.name + " dropped: more than " + limits.perSecond
                            + " in a second, or more than " + limits.capacity + " waiting"));
            bucket.dropped = 0;
        }
    }

    @GuardedBy("lock")
    private Bucket bucket(Source source) {
        Bucket bucket = buckets.get(source);
        if (bucket == null) {
            if (buckets.size() >= MAX_SOURCES) {
                buckets.pollFirstEntry();
            }
            bucket = new Bucket();
            bucket.tokens = limits.burst;
            bucket.since = nanoTime.getAsLong();
            buckets.put(source, bucket);
        }
        refill(bucket);
        return bucket;
    }

    private void refill(Bucket bucket) {
        long now = nanoTime.getAsLong();
        bucket.tokens = Math.min(limits.burst, bucket.tokens + (now - bucket.since) * 1e-9 * limits.perSecond);
        bucket.since = now;
    }
}
