package io.reeve.store.health;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.concurrent.GuardedBy;
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
import io.reeve.store.TooLargeException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The muted health checks, in ZooKeeper, so that they survive a failover, and in the memory of the active. {@link #all}
 * never waits; the other methods block.
 */
public final class HealthMutes {
    private static final Logger log = LoggerFactory.getLogger(HealthMutes.class);
    private static final int MOST = 1_000;
    private static final int ATTEMPTS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final NodeReads reads;
    private final ClusterPaths paths;
    private final LogOnce garbage = new LogOnce(log);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile SortedMap<String, Mute> mutes = Collections.emptySortedMap();

    public HealthMutes(CuratorFramework client, ClusterPaths paths) {
        this.reads = new NodeReads(client);
        this.paths = paths;
    }

    /**
     * A muted health check.
     *
     * @param code    of the check
     * @param sticky  whether the mute stays when the check clears or gets worse
     * @param until   when the mute ends, in milliseconds since 1970; 0 for never
     * @param summary of the check when it was muted
     * @param count   of the check when it was muted; a mute that is not sticky ends when the count grows beyond it
     */
    public record Mute(String code, boolean sticky, long until, String summary, long count) {}

    /** Adds a listener for changed mutes. It runs on the thread that changed them and must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** The mutes, by code. */
    public SortedMap<String, Mute> all() {
        return mutes;
    }

    /**
     * Reads the stored mutes, with all that was committed before this call. To be called when leadership begins.
     *
     * @throws StoreException if there was no answer within the limit
     */
    public void load(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            Read read = answered(
                    NodeReads.await(new SyncedReads(reads, paths.root()).data(paths.mutes()), limit));
            mutes = read instanceof Read.Found found ? parse(found.data()) : Collections.emptySortedMap();
        } finally {
            lock.unlock();
        }
    }

    private SortedMap<String, Mute> parse(byte[] data) {
        SortedMap<String, Mute> found = new TreeMap<>();
        try {
            JSON.readValue(data, new TypeReference<List<Mute>>() {
            }).forEach(m -> found.put(m.code(), m));
        } catch (IOException e) {
            garbage.warn(paths.mutes(), "not a list of muted health checks: " + e.getMessage());
        }
        return Collections.unmodifiableSortedMap(found);
    }

    /** Mutes a check; it is stored when this returns. */
    public void mute(FencedWriter writer, Mute mute) {
        change(writer, all -> {
            all.put(mute.code(), mute);
            if (all.size() > MOST) {
                throw new TooLargeException("more than " + MOST + " health checks are muted: unmute some");
            }
            return all;
        });
    }

    /** Ends the mute of a check, or of all if the code is empty. */
    public void unmute(FencedWriter writer, String code) {
        change(writer, all -> {
            all.keySet().removeIf(c -> code.isEmpty() || c.equals(code));
            return all;
        });
    }

    /** Ends mutes that have expired, and mutes that are not sticky whose check has cleared or grown, as Ceph does. */
    public void review(FencedWriter writer, Collection<HealthCheck> raised, long nowMillis) {
        SortedMap<String, Long> counts = new TreeMap<>();
        raised.forEach(c -> counts.merge(c.code(), c.count(), Long::sum));
        List<Mute> over = mutes.values()
                .stream()
                .filter(m -> (m.until() > 0 && m.until() <= nowMillis) || (!m.sticky() && isOver(m, counts)))
                .toList();
        if (!over.isEmpty()) {
            change(writer, all -> {
                over.forEach(m -> all.remove(m.code(), m));
                return all;
            });
            over.forEach(m -> log.info("health check {} is no longer muted", m.code()));
        }
    }

    private static boolean isOver(Mute mute, SortedMap<String, Long> counts) {
        Long now = counts.get(mute.code());
        return now == null || now > mute.count();
    }

    private void change(FencedWriter writer, UnaryOperator<SortedMap<String, Mute>> how) {
        lock.lock();
        try {
            SortedMap<String, Mute> before = mutes;
            store(writer, how);
            if (!mutes.equals(before)) {
                listeners.forEach(Runnable::run);
            }
        } catch (IOException e) {
            throw new IllegalStateException("mutes are text and numbers", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted; muted health checks were not written", e);
        } finally {
            lock.unlock();
        }
    }

    /** Changes what is stored now, not what is known here, and writes it only over exactly that. */
    @GuardedBy("lock")
    private void store(FencedWriter writer, UnaryOperator<SortedMap<String, Mute>> how)
            throws IOException, InterruptedException {
        for (int attempt = 1;; attempt++) {
            Read read = answered(NodeReads.await(c -> reads.data(paths.mutes(), c), LIMIT));
            SortedMap<String, Mute> stored = read instanceof Read.Found(byte[] data, _, _, _, _)
                    ? parse(data)
                    : Collections.emptySortedMap();
            SortedMap<String, Mute> after = how.apply(new TreeMap<>(stored));
            try {
                if (!after.equals(stored)) {
                    byte[] data = JSON.writeValueAsBytes(List.copyOf(after.values()));
                    List<Long> _ = writer.commit(List.of(read instanceof Read.Found found
                            ? new Write.Set(paths.mutes(), data, found.version())
                            : new Write.Create(paths.mutes(), data)));
                }
                mutes = Collections.unmodifiableSortedMap(after);
                return;
            } catch (ConflictException e) { // somebody else wrote since it was read
                if (attempt == ATTEMPTS) {
                    throw new StoreException("muted health checks were not written: others wrote them at the same time "
                            + ATTEMPTS + " times, try again", e);
                }
            }
        }
    }

    private static Read answered(Read answer) {
        if (answer instanceof Read.Failed(String why)) {
            throw new StoreException("muted health checks cannot be read: " + why);
        }
        return answer;
    }
}
