package io.reeve.cluster.health;

/** Counted nouns. */
public final class Plurals {
    private Plurals() {}

    /** {@code 1 daemon is}, {@code 2 daemons are}: the number, followed by the form of the noun that fits it. */
    public static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
