package io.reeve.maps.osd;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A replicated pool.
 *
 * @param id           its number, never used again
 * @param name         its name
 * @param size         the number of copies
 * @param minSize      the number of copies that suffices to serve
 * @param pgNum        the number of placement groups
 * @param created      when it was created, in milliseconds since 1970
 * @param lastChange   the epoch that last changed it
 * @param applications the applications that use it, with their metadata
 * @param quota        how much it may hold
 * @param crushRule    the number of its rule
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"id", "name", "size", "minSize", "pgNum", "created", "lastChange", "applications", "quota",
        "crushRule"})
public record Pool(int id, String name, int size, int minSize, int pgNum, long created, long lastChange,
        SortedMap<String, SortedMap<String, String>> applications, Quota quota, int crushRule) {
    /** The pattern of pool names. */
    public static final String NAME = "[A-Za-z0-9_.][A-Za-z0-9_.-]{0,127}";

    /**
     * The most that a pool may hold; 0 for no limit.
     *
     * @param bytes   of data, each copy counted once
     * @param objects each counted once
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"bytes", "objects"})
    public record Quota(long bytes, long objects) {
        /** No limit. */
        public static final Quota NONE = new Quota(0, 0);

        /** Whether this is reached. */
        public boolean isReached(long heldBytes, long heldObjects) {
            return (bytes > 0 && heldBytes >= bytes) || (objects > 0 && heldObjects >= objects);
        }
    }

    public Pool {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("pool name '" + name
                    + "' is not usable: use 1 to 128 letters, digits, '_', '.' and '-', not starting with '-'");
        }
        check(size, minSize, pgNum);
        applications = Collections.unmodifiableSortedMap(new TreeMap<>(applications));
        quota = Objects.requireNonNullElse(quota, Quota.NONE); // an earlier version wrote none
    }

    private static void check(long size, long minSize, long pgNum) {
        if (size < 1 || size > 10) {
            throw new IllegalArgumentException("pool size " + size + " is not from 1 to 10");
        }
        if (minSize < 1 || minSize > size) {
            throw new IllegalArgumentException("pool min_size must be between 1 and size, which is set to " + size
                    + ", not " + minSize);
        }
        if (pgNum < 1 || pgNum > 65_536) {
            throw new IllegalArgumentException("'pg_num' must be from 1 to 65536, not " + pgNum);
        }
    }

    Pool at(long epoch) {
        return new Pool(id, name, size, minSize, pgNum, created, epoch, applications, quota, crushRule);
    }

    /** The same pool by another name. */
    public Pool named(String other) {
        return new Pool(id, other, size, minSize, pgNum, created, lastChange, applications, quota, crushRule);
    }

    /**
     * The same pool with other numbers.
     *
     * @throws IllegalArgumentException naming the one that is not possible, as it was given
     */
    public Pool sized(long newSize, long newMinSize, long newPgNum) {
        check(newSize, newMinSize, newPgNum);
        return new Pool(id, name, (int) newSize, (int) newMinSize, (int) newPgNum, created, lastChange, applications,
                quota, crushRule);
    }

    /** The same pool, used by one application more. */
    public Pool usedBy(String application) {
        SortedMap<String, SortedMap<String, String>> more = new TreeMap<>(applications);
        more.putIfAbsent(application, Collections.emptySortedMap());
        return new Pool(id, name, size, minSize, pgNum, created, lastChange, more, quota, crushRule);
    }

    /** The same pool with another quota. */
    public Pool limited(Quota other) {
        return new Pool(id, name, size, minSize, pgNum, created, lastChange, applications, other, crushRule);
    }

    /** The same pool on what another rule takes. */
    public Pool ruled(int other) {
        return new Pool(id, name, size, minSize, pgNum, created, lastChange, applications, quota, other);
    }
}
