package io.reeve.report.protocol;

import java.util.List;
import java.util.Map;

/**
 * The declaration of a counter: what its numbers mean. Made with {@link #of} and the methods that change one thing.
 *
 * @param path        {@code subsystem.counter}, 1 to 512 characters
 * @param type        what the numbers are
 * @param nick        a name of some letters for narrow tables; may be empty
 * @param description one sentence of at most 1,024 characters; may be empty
 * @param priority    0 (for debugging) to 10 (critical); usual is 5
 * @param unit        of the numbers
 * @param labels      tell counters of one path apart, at most 16; empty for most
 * @param axes        of a histogram, one or two; empty for any other type
 */
public record CounterSpec(String path, CounterType type, String nick, String description, int priority,
        CounterUnit unit, Map<String, String> labels, List<Axis> axes) {
    public static final int CRITICAL = 10;
    public static final int INTERESTING = 8;
    public static final int USEFUL = 5;
    public static final int UNINTERESTING = 2;
    public static final int DEBUGONLY = 0;

    /**
     * Checks.
     *
     * @throws IllegalArgumentException naming the counter and what is wrong
     */
    public CounterSpec {
        labels = Map.copyOf(labels);
        axes = List.copyOf(axes);
        require(!path.isEmpty() && path.length() <= 512, path, "a path has 1 to 512 characters");
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
            throw new IllegalArgumentException("counter '" + Text.printable(path, 64) + "': " + why);
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

    /** The same with another nick. */
    public CounterSpec nick(String value) {
        return new CounterSpec(path, type, value, description, priority, unit, labels, axes);
    }

    /** The same with another description. */
    public CounterSpec description(String value) {
        return new CounterSpec(path, type, nick, value, priority, unit, labels, axes);
    }

    /** The same with another priority. */
    public CounterSpec priority(int value) {
        return new CounterSpec(path, type, nick, description, value, unit, labels, axes);
    }

    /** The same with another unit. */
    public CounterSpec unit(CounterUnit value) {
        return new CounterSpec(path, type, nick, description, priority, value, labels, axes);
    }

    /** The same with these labels. */
    public CounterSpec labels(Map<String, String> values) {
        return new CounterSpec(path, type, nick, description, priority, unit, values, axes);
    }

    /** How many numbers a sample has: 1, for an average 2 (sum, count), for a histogram one for each bucket. */
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
     * @param name    what it counts along, for example {@code latency_usec}
     * @param min     where bucket 1 begins
     * @param quant   the width of a linear bucket, or of the first logarithmic one
     * @param buckets how many, 3 to 64
     * @param log2    whether each bucket is twice as wide as the one before
     */
    public record Axis(String name, long min, long quant, int buckets, boolean log2) {
        public Axis {
            if (name.length() > 128 || buckets < 3 || buckets > 64 || quant <= 0) {
                throw new IllegalArgumentException("axis '" + Text.printable(name, 64) + "': " + buckets
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
