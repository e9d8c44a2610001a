package io.reeve.cluster.data;

/** The names of the counters by which a storage daemon reports its space, in bytes. */
public final class SpaceCounters {
    /** The size. */
    public static final String BYTES = "osd.stat_bytes";
    /** The part of it that is used. */
    public static final String USED = "osd.stat_bytes_used";
    /** The part of it that can still be written. */
    public static final String AVAILABLE = "osd.stat_bytes_avail";

    private SpaceCounters() {}
}
