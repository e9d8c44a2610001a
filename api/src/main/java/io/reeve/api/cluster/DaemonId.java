package io.reeve.api.cluster;

import java.util.Comparator;

/**
 * Which daemon: its type ({@code osd}, {@code mds}, {@code mon}, {@code host}, or a service's own word) and its id
 * among those of this type.
 *
 * @param type without a dot, 1 to 64 characters
 * @param id   1 to 256 characters; it may contain dots
 */
public record DaemonId(String type, String id) implements Comparable<DaemonId> {
    private static final Comparator<DaemonId> ORDER = Comparator.comparing(DaemonId::type)
            .thenComparing(DaemonId::id);

    public DaemonId {
        if (type.isEmpty() || type.length() > 64 || type.indexOf('.') >= 0) {
            throw new IllegalArgumentException("'" + type
                    + "' is not a daemon type; it is 1 to 64 characters without a dot");
        }
        if (id.isEmpty() || id.length() > 256) {
            throw new IllegalArgumentException("'" + id + "' is not a daemon id; it has 1 to 256 characters");
        }
    }

    /** The name as people write it: {@code osd.0}. */
    public String name() {
        return type + "." + id;
    }

    /** Reads {@code osd.0}: the type ends at the first dot. */
    public static DaemonId of(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("'" + name + "' is not a daemon's name; write TYPE.ID, as in osd.0");
        }
        return new DaemonId(name.substring(0, dot), name.substring(dot + 1));
    }

    @Override
    public int compareTo(DaemonId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name();
    }
}
