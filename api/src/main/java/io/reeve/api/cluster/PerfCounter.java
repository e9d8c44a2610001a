package io.reeve.api.cluster;

import java.util.List;
import java.util.Map;

/**
 * The declaration of one perf counter of one daemon: what its numbers mean.
 *
 * @param path        {@code subsystem.counter}, for example {@code mds.inodes}
 * @param type        what the numbers are
 * @param nick        a name of some letters for narrow tables; may be empty
 * @param description one sentence; may be empty
 * @param priority    0 (for debugging) to 10 (critical), as Ceph's; daemons send those at or above the threshold
 * @param unit        of the numbers
 * @param labels      tell counters of one path apart; empty for most
 * @param axes        of a histogram, one or two; empty for any other type
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
    }

    /** How many 64-bit numbers a sample has: 1, for an average 2 (sum, count), for a histogram one each bucket. */
    public int width() {
        return switch (type) {
            case TIME, GAUGE, COUNTER -> 1;
            case LONGRUNAVG, TIME_AVG -> 2;
            case HISTOGRAM -> axes.stream().mapToInt(Axis::buckets).reduce(1, Math::multiplyExact);
        };
    }

    /** What the numbers of a counter are. Numbers are unsigned 64-bit. */
    public enum Type {
        /** A time, in nanoseconds on the wire and seconds where modules see it. */
        TIME(1),
        /** A number that goes up and down. */
        GAUGE(2),
        /** A number that only grows until the daemon restarts; its rate is what one looks at. */
        COUNTER(2 | 8),
        /** A sum and a count, both growing: their differences give the average. */
        LONGRUNAVG(2 | 4),
        /** As {@link #LONGRUNAVG}; the sum is a time in nanoseconds. */
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
     * @param name    what it counts along, for example {@code latency_usec}
     * @param min     where bucket 1 begins
     * @param quant   the width of a linear bucket, or of the first logarithmic one
     * @param buckets how many, 3 to 64
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
