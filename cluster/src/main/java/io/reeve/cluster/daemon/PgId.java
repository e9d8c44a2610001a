package io.reeve.cluster.daemon;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The id of a placement group: {@code 1.a}.
 *
 * @param pool   the id of its pool, 0 to 2^31 - 1
 * @param number its number in the pool, 0 to 2^32 - 1
 */
public record PgId(int pool, long number) implements Comparable<PgId> {
    private static final Comparator<PgId> ORDER = Comparator.comparingInt(PgId::pool).thenComparingLong(PgId::number);
    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,9})\\.(0|[1-9a-f][0-9a-f]{0,7})");
    private static final long MOST = 0xffff_ffffL;

    public PgId {
        if (pool < 0 || number < 0 || number > MOST) {
            throw new IllegalArgumentException(pool + "." + Long.toHexString(number)
                    + " is not the id of a placement group: a pool is 0 to 2147483647, a number 0 to ffffffff");
        }
    }

    /**
     * Parses {@code POOL.NUMBER}: the pool in decimal digits, the number in hexadecimal ones, neither with leading zeros.
     *
     * @throws IllegalArgumentException if the text is not the one name of a placement group
     */
    public static PgId of(String text) {
        if (FORM.matcher(text).matches()) {
            int dot = text.indexOf('.');
            long pool = Long.parseLong(text.substring(0, dot));
            if (pool <= Integer.MAX_VALUE) {
                return new PgId((int) pool, Long.parseLong(text.substring(dot + 1), 16));
            }
        }
        throw new IllegalArgumentException("'" + text
                + "' is not the id of a placement group: write POOL.NUMBER, a pool"
                + " from 0 to 2147483647 and a hexadecimal number from 0 to ffffffff, without leading zeros, as in 1.a");
    }

    @Override
    public int compareTo(PgId other) {
        return ORDER.compare(this, other);
    }

    /** The id as it is written: {@code 1.a}. */
    @Override
    public String toString() {
        return pool + "." + Long.toHexString(number);
    }
}
