package io.reeve.modulehost.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.MgrException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of changed options: who changed which, and when. Each change is one config-key entry, {@code
 * config-history/VERSION}, so that it survives failovers; the last {@link #KEPT} are kept. Values that may be secret are not in
 * it. May be used from any thread; writing blocks until persisted.
 */
final class ConfigHistory {
    /** The number of changes that are kept. */
    static final int KEPT = 200;
    private static final int LONGEST = 256;
    static final String PREFIX = "config-history/";
    private static final Logger LOG = LoggerFactory.getLogger(ConfigHistory.class);
    private static final ObjectMapper JSON = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** Held while a change gets its number: modules and commands have histories of their own for the one store. */
    private static final ReentrantLock WRITING = new ReentrantLock();

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

    /** Adds a change. It is lost, with a line in the log, if it cannot be written: the option has been changed by now. */
    void add(ConfigKeys keys, String by, String name, @Nullable String previous, @Nullable String now) {
        WRITING.lock();
        try {
            List<Long> versions = versions(keys);
            long version = versions.isEmpty() ? 1 : versions.getLast() + 1;
            keys.set(PREFIX + version,
                    JSON.writeValueAsBytes(
                            new Change(version, clock.instant().toString(), by, name, cut(previous), cut(now))));
            versions.stream().filter(old -> old <= version - KEPT).forEach(old -> keys.set(PREFIX + old, null));
        } catch (MgrException e) {
            LOG.warn("option {} was changed by '{}', but 'config log' will not show it: {}", name, by, e.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written", e);
        } finally {
            WRITING.unlock();
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
