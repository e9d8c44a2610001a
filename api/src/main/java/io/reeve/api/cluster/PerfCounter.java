package io.reeve.api.cluster;

import java.util.List;
import java.util.Map;

/**
 * The declaration of one perf counter of one daemon: the meaning of its numbers, in Ceph's terms.
 *
 * @param path        {@code subsystem.counter}, for example {@code mds.inodes}
 * @param type        the type of the numbers
 * @param nick        a short name for narrow tables; may be empty
 * @param description one sentence; may be empty
 * @param priority    0 (for debugging) to 10 (critical), as in Ceph; daemons report counters at or above a threshold
 * @param unit        the unit of the numbers
 * @param labels      names and values that distinguish counters of the same path; usually empty
 * @param axes        one or two axes of a histogram; empty for any other type
 */
public record PerfCounter(String path, Type type, String nick, String description, int priority, Unit unit,
        Map<String, String> labels, List<Axis> axes) {
    public static final int CRITICAL = 10;
    public static final int INTERESTING = 8;
    public static final int USEFUL = 5;
    public static final int UNINTERESTING = 2;
    public static final int DEBUGONLY = 0;

    public PerfCounter {
        labels = Map.copyOf(labels);
        axes = List.copyOf(axes);
        if (path.isEmpty() || path.length() > 512) {
            throw new IllegalArgumentException("'" + path + "' is not a counter's path; it has 1 to 512 characters");
        }
        if (priority < DEBUGONLY || priority > CRITICAL) {
            throw new IllegalArgumentException("counter '" + path + "': priority " + priority + " is not from 0 to 10");
        }
        if ((type == Type.HISTOGRAM) == axes.isEmpty()) {
            throw new IllegalArgumentException("counter '" + path + "': a histogram has axes, and nothing else has");
        }
        if (axes.size() > 2) {
            throw new IllegalArgumentException(
                    "counter '" + path + "': " + axes.size() + " axes; a histogram has one or two");
        }
    }

    /** The number of numbers in a sample: 1, 2 for an average (sum, count), one for each bucket of a histogram. */
    public int width() {
        return switch (type) {
            case TIME, GAUGE, COUNTER -> 1;
            case LONGRUNAVG, TIME_AVG -> 2;
            case HISTOGRAM -> axes.stream().mapToInt(Axis::buckets).reduce(1, Math::multiplyExact);
        };
    }

    /** The type of a counter's numbers, which are unsigned with 64 bits. */
    public enum Type {
        /** A time, in nanoseconds on the wire and seconds where modules see it. */
        TIME(1),
        /** A number that goes up and down. */
        GAUGE(2),
        /** A number that only grows until the daemon restarts; people look at its rate. */
        COUNTER(2 | 8),
        /** A sum and a count, both growing; their differences give the average. */
        LONGRUNAVG(2 | 4),
        /** A {@link #LONGRUNAVG} whose sum is a time in nanoseconds. */
        TIME_AVG(1 | 4),
        /** Counts in buckets along one or two axes. */
        HISTOGRAM(2 | 0x10);

        private final int bits;

        Type(int bits) {
            this.bits = bits;
        }

        /** Ceph's bits: time 1, u64 2, longrunavg 4, counter 8, histogram 16. */
        public int bits() {
            return bits;
        }
    }

    /** The unit of a counter's numbers. */
    public enum Unit {
        BYTES(0), NONE(1);

        private final int number;

        Unit(int number) {
            this.number = number;
        }

        /** Ceph's number for it. */
        public int number() {
            return number;
        }
    }

    /**
     * One axis of a histogram: bucket 0 is below {@code min}, the last one is open upwards.
     *
     * @param name    the name of the measured quantity, for example {@code latency_usec}
     * @param min     the lower bound of bucket 1
     * @param quant   the width of a linear bucket, or of the first logarithmic one
     * @param buckets the number of buckets, 3 to 64
     * @param log2    whether each bucket is twice as wide as the one before
     */
    public record Axis(String name, long min, long quant, int buckets, boolean log2) {
        public Axis {
            if (buckets < 3 || buckets > 64) {
                throw new IllegalArgumentException("axis '" + name + "': " + buckets + " buckets; it takes 3 to 64");
            }
            if (quant <= 0) {
                throw new IllegalArgumentException("axis '" + name + "': quant " + quant + " is not positive");
            }
        }
    }
}
