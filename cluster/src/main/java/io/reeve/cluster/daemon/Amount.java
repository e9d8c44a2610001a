package io.reeve.cluster.daemon;

/**
 * An amount of bytes or objects, 0 to 2^63 - 1. A sum that would be larger is 2^63 - 1, and so is a number that a counter
 * reports from there on: no sum is ever negative.
 *
 * @param value the number of bytes or objects
 */
public record Amount(long value) implements Comparable<Amount> {
    public static final Amount ZERO = new Amount(0);
    public static final Amount MOST = new Amount(Long.MAX_VALUE);

    public Amount {
        if (value < 0) {
            throw new IllegalArgumentException("an amount of " + value);
        }
    }

    /** The amount that 64 bits without a sign stand for. */
    public static Amount of(long unsigned) {
        return unsigned < 0 ? MOST : unsigned == 0 ? ZERO : new Amount(unsigned);
    }

    /** The amount nearest to a number, which may be too large, negative or none. */
    public static Amount nearest(double number) {
        return new Amount(Math.max(0, (long) number));
    }

    /** The sum. */
    public Amount plus(Amount other) {
        long sum = value + other.value;
        return sum < 0 ? MOST : new Amount(sum);
    }

    /** The difference; zero if the other is larger. */
    public Amount minus(Amount other) {
        return value <= other.value ? ZERO : new Amount(value - other.value);
    }

    /** Bytes in KiB, rounded down. */
    public long kib() {
        return value / 1024;
    }

    /** The share of a whole, 0 to 1 if the whole is not smaller; 0 of nothing. */
    public double of(Amount whole) {
        return whole.value == 0 ? 0 : (double) value / whole.value;
    }

    @Override
    public int compareTo(Amount other) {
        return Long.compare(value, other.value);
    }
}
