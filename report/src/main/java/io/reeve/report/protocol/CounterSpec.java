package io.reeve.report.protocol;

import java.util.List;
import java.util.Map;

/**
 * The declaration of a counter: the meaning of its numbers. Made with {@link #of}, and varied with the methods that
 * return a changed copy. Types, priorities and units are those of Ceph's perf counters.
 *
 * @param path        {@code subsystem.counter}, 1 to 512 characters; no control or format characters
 * @param type        the type of the numbers
 * @param nick        a short name for narrow tables, at most 64 characters; may be empty
 * @param description one sentence of at most 1,024 characters; may be empty
 * @param priority    0 (for debugging) to 10 (critical); usually 5
 * @param unit        the unit of the numbers
 * @param labels      at most 16 names and values that distinguish counters of the same path; usually empty
 * @param axes        one or two axes of a histogram; empty for any other type
 */
public record CounterSpec(String path, CounterType type, String nick, String description, int priority,
        CounterUnit unit, Map<String, String> labels, List<Axis> axes) {
    public static final int CRITICAL = 10;
    public static final int INTERESTING = 8;
    public static final int USEFUL = 5;
    public static final int UNINTERESTING = 2;
    public static final int DEBUGONLY = 0;

    /**
     * Checks the declaration.
     *
     * @throws IllegalArgumentException if it is invalid; the message names the counter and the reason
     */
    public CounterSpec {
        labels = Map.copyOf(labels);
        axes = List.copyOf(axes);
        require(!path.isEmpty() && path.length() <= 512, path, "a path has 1 to 512 characters");
        require(WireText.isName(path), path, "a path has no control or format characters");
        require(priority >= DEBUGONLY && priority <= CRITICAL, path, "priority " + priority + " is not from 0 to 10");
        require(nick.length() <= 64 && description.length() <= 1024, path,
                "a nick has at most 64 characters, a description 1,024");
        require(labels.size() <= 16, path, labels.size() + " labels; it takes at most 16");
        labels.forEach((key, value) -> require(key.length() <= 128 && value.length() <= 512, path,
                "a label's name has at most 128 characters, its value 512"));
        require((type == CounterType.HISTOGRAM) == !axes.isEmpty(), path, "a histogram has axes, and nothing else has");
        require(axes.size() <= 2, path, axes.size() + " axes; a histogram has one or two");
    }

    private static void require(boolean right, String path, String why) {
        if (!right) {
            throw new IllegalArgumentException("counter '" + WireText.printable(path, 64) + "': " + why);
        }
    }

    /** A counter of priority 5 without a unit. */
    public static CounterSpec of(String path, CounterType type) {
        return new CounterSpec(path, type, "", "", USEFUL, CounterUnit.NONE, Map.of(), List.of());
    }

    /** A histogram of priority 5 without a unit. */
    public static CounterSpec histogram(String path, Axis... axes) {
        return new CounterSpec(path, CounterType.HISTOGRAM, "", "", USEFUL, CounterUnit.NONE, Map.of(), List.of(axes));
    }

    /** A copy with another nick. */
    public CounterSpec nick(String value) {
        return new CounterSpec(path, type, value, description, priority, unit, labels, axes);
    }

    /** A copy with another description. */
    public CounterSpec description(String value) {
        return new CounterSpec(path, type, nick, value, priority, unit, labels, axes);
    }

    /** A copy with another priority. */
    public CounterSpec priority(int value) {
        return new CounterSpec(path, type, nick, description, value, unit, labels, axes);
    }

    /** A copy with another unit. */
    public CounterSpec unit(CounterUnit value) {
        return new CounterSpec(path, type, nick, description, priority, value, labels, axes);
    }

    /** A copy with these labels. */
    public CounterSpec labels(Map<String, String> values) {
        return new CounterSpec(path, type, nick, description, priority, unit, values, axes);
    }

    /** The number of numbers in a sample: 1, 2 for an average (sum, count), one for each bucket of a histogram. */
    public int width() {
        return switch (type) {
            case TIME, GAUGE, COUNTER -> 1;
            case LONGRUNAVG, TIME_AVG -> 2;
            case HISTOGRAM -> axes.stream().mapToInt(Axis::buckets).reduce(1, Math::multiplyExact);
        };
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
            if (name.length() > 128 || buckets < 3 || buckets > 64 || quant <= 0) {
                throw new IllegalArgumentException("axis '" + WireText.printable(name, 64) + "': " + buckets
                        + " buckets of quant " + quant + "; it takes 3 to 64, a quant above 0, and a name of at most"
                        + " 128 characters");
            }
        }

        /** The bucket that a value belongs to. */
        public int bucket(long value) {
            if (value < min) {
                return 0;
            }
            long steps = (value - min) / quant;
            if (steps < 0) { // the difference does not fit: far above
                return buckets - 1;
            }
            long bucket = log2 ? 1 + (Long.SIZE - Long.numberOfLeadingZeros(steps)) : 1 + steps;
            return (int) Math.min(buckets - 1, bucket);
        }
    }
}
