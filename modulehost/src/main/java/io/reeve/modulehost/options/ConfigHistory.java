package io.reeve.modulehost.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of changed options: who changed which, and when. Each change is one config-key entry, {@code
 * config-history/VERSION}, so that it survives failovers; the last {@link #KEPT} are kept. Values that may be secret are not in
 * it. May be used from any thread; writing blocks until persisted, or until another thread has the change to write.
 */
final class ConfigHistory {
    /** The number of changes that are kept. */
    static final int KEPT = 200;
    private static final int LONGEST = 256;
    static final String PREFIX = "config-history/";
    private static final Logger LOG = LoggerFactory.getLogger(ConfigHistory.class);
    private static final ObjectMapper JSON = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** Held while changes are written: modules and commands have histories of their own for the one store. */
    private static final ReentrantLock WRITING = new ReentrantLock();
    /** The changes that wait to be written; whoever holds the lock writes those of all. */
    private static final BlockingQueue<Waiting> WAITING = new LinkedBlockingQueue<>(KEPT);
    private static final long PATIENCE_MILLIS = 100;
    /** The start of the name of a module in {@link Change#by}. */
    static final String MODULE = "module ";

    private final InstantSource clock;

    /** @param clock for the stamps of changes */
    ConfigHistory(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A change of one option.
     *
     * @param version  its number, one more than that of the change before
     * @param stamp    the time, as ISO 8601 text
     * @param by       who made it; empty if that is not known
     * @param name     {@code mgr/NAME}, or {@code mgr.ID/NAME} for a single manager
     * @param previous the value before as it may be shown; null if none was set
     * @param now      the value after, likewise
     */
    record Change(long version, String stamp, String by, String name, @Nullable String previous,
            @Nullable String now) {}

    /** A change without its number, and the store that it belongs to. */
    private record Waiting(ConfigKeys keys, Change change) {}

    /**
     * Adds a change; one by the module that made the newest change, of the same option, takes that one's place. Waits 100 ms at
     * most while another thread writes, which writes this change too. It is lost, with a line in the log, if it cannot be
     * written: the option has been changed by now.
     */
    void add(ConfigKeys keys, String by, String name, @Nullable String previous, @Nullable String now) {
        Change change = new Change(0, clock.instant().toString(), by, name, cut(previous), cut(now));
        if (!WAITING.offer(new Waiting(keys, change))) {
            lost(change, KEPT + " others wait to be written");
        }
        while (!WAITING.isEmpty() && lock()) { // looked at after unlocking too, so that no change is left behind
            try {
                writeAll();
            } finally {
                WRITING.unlock();
            }
        }
    }

    private static boolean lock() {
        try {
            return WRITING.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return WRITING.tryLock();
        }
    }

    private static void writeAll() {
        for (Waiting next = WAITING.poll(); next != null; next = WAITING.poll()) {
            try {
                write(next.keys, next.change);
            } catch (RuntimeException e) { // the caller may not know of this change: it may be another's
                lost(next.change, e.toString());
                loseAll(next.keys, e);
            }
        }
    }

    /** Gives up what waits for the same store: each write may take as long as the one that failed. */
    private static void loseAll(ConfigKeys keys, RuntimeException why) {
        WAITING.removeIf(other -> {
            boolean same = other.keys.equals(keys);
            if (same) {
                lost(other.change, why.toString());
            }
            return same;
        });
    }

    private static void lost(Change change, String why) {
        LOG.warn("option {} was changed by '{}', but 'config log' will not show it: {}", change.name, change.by, why);
    }

    private static void write(ConfigKeys keys, Change change) {
        List<Change> newest = last(keys, 1);
        if (!newest.isEmpty() && isContinued(newest.getFirst(), change)) {
            Change old = newest.getFirst();
            put(keys, new Change(old.version, change.stamp, change.by, change.name, old.previous, change.now));
            return;
        }
        List<Long> versions = versions(keys);
        long version = versions.isEmpty() ? 1 : versions.getLast() + 1;
        put(keys, new Change(version, change.stamp, change.by, change.name, change.previous, change.now));
        versions.stream().filter(old -> old <= version - KEPT).forEach(old -> keys.set(PREFIX + old, null));
    }

    /** Whether a module changes again what it was the last to change: one that keeps its state in an option does so all the time. */
    private static boolean isContinued(Change newest, Change change) {
        return change.by.startsWith(MODULE) && newest.by.equals(change.by) && newest.name.equals(change.name);
    }

    private static void put(ConfigKeys keys, Change change) {
        try {
            keys.set(PREFIX + change.version, JSON.writeValueAsBytes(change));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written", e);
        }
    }

    private static @Nullable String cut(@Nullable String value) {
        return value == null || value.length() <= LONGEST ? value : value.substring(0, LONGEST) + " …";
    }

    /** The last changes, the newest first. */
    static List<Change> last(ConfigKeys keys, int count) {
        List<Change> found = new ArrayList<>();
        List<Long> versions = versions(keys);
        Collections.reverse(versions);
        for (long version : versions) {
            if (found.size() == count) {
                break;
            }
            keys.get(PREFIX + version).ifPresent(bytes -> read(bytes, version, found));
        }
        return found;
    }

    private static void read(byte[] bytes, long version, List<Change> to) {
        try {
            to.add(JSON.readValue(bytes, Change.class));
        } catch (IOException e) { // somebody wrote it by hand
            LOG.debug("{}{} is no change of an option", PREFIX, version, e);
        }
    }

    /** The versions that there are, in their order. */
    private static List<Long> versions(ConfigKeys keys) {
        List<Long> versions = new ArrayList<>();
        for (String key : keys.prefix(PREFIX).keySet()) {
            String number = key.substring(PREFIX.length());
            if (number.matches("[1-9][0-9]{0,17}")) {
                versions.add(Long.parseLong(number));
            }
        }
        Collections.sort(versions);
        return versions;
    }
}
