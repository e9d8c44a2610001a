package io.reeve.cluster.health;

/** Numbers in sentences. */
public final class Plurals {
    private Plurals() {}

    public static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
