package io.reeve.cluster.health;

/** Numbers in sentences. */
final class Words {
    private Words() {}

    static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
