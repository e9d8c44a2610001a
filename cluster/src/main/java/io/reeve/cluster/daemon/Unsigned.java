package io.reeve.cluster.daemon;

import java.math.BigInteger;

/** Numbers of 64 bits without a sign, which is what all numbers of counters are. */
final class Unsigned {
    private static final double TWO_TO_64 = 0x1p64;

    private Unsigned() {}

    /** The number as modules get it: Long, from 2^63 on BigInteger. */
    static Number number(long bits) {
        return bits >= 0 ? (Number) bits : (Number) new BigInteger(Long.toUnsignedString(bits));
    }

    /** The nearest number with a fraction. */
    static double toDouble(long bits) {
        return bits >= 0 ? bits : bits + TWO_TO_64;
    }

    /** The sum of all, which may need more than 64 bits. */
    static Number sum(long[] all) {
        long sum = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] < 0 || sum + all[i] < 0) {
                return large(all);
            }
            sum += all[i];
        }
        return sum;
    }

    private static BigInteger large(long[] all) {
        BigInteger sum = BigInteger.ZERO;
        for (long bits : all) {
            sum = sum.add(new BigInteger(Long.toUnsignedString(bits)));
        }
        return sum;
    }
}
