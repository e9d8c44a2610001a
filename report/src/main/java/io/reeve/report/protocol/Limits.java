package io.reeve.report.protocol;

/** The limits of what a daemon reports. A manager refuses what is beyond them, and a reporter does not send it. */
public final class Limits {
    /** The most entries of a map of texts: metadata, status or tasks. */
    public static final int MOST_TEXTS = 1_000;
    /** The most characters of a key in a map of texts. */
    public static final int LONGEST_KEY = 256;
    /** The most characters of a text. */
    public static final int LONGEST_TEXT = 16_384;
    /** The most characters of the type of a health metric, the id of a placement group, and the state of an mds. */
    public static final int LONGEST_WORD = 128;
    /** The most characters of the state of a placement group, and of the name of a file system. */
    public static final int LONGEST_NAME = 256;
    /** The highest rank of an mds, as in Ceph. */
    public static final int HIGHEST_RANK = 255;
    /** The most placement groups of a daemon. */
    public static final int MOST_GROUPS = 20_000;
    /** The most health metrics of a daemon. */
    public static final int MOST_HEALTH = 1_000;
    /** The most counters of a daemon. */
    public static final int MOST_COUNTERS = 10_000;
    /** The most numbers of all counters of a daemon together. */
    public static final int MOST_NUMBERS = 1 << 16;

    /** The most bytes, as UTF-8, of metadata, status and tasks of a daemon together, unless a manager allows more. */
    public static final int FACTS = 256 << 10;
    /** The most bytes, as UTF-8, of all declarations of a daemon's counters together. */
    public static final int DECLARATIONS = 4 << 20;

    private Limits() {}
}
