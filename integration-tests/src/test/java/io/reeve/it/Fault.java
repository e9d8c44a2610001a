package io.reeve.it;

/** One failure of a random run. What chance decided is decided before it happens; {@code toString} says what it is. */
interface Fault {
    /** Does the harm. A machine that was hurt before may be down, which is no failure of the test. */
    void inflict(FaultRound round) throws Exception;

    /** Undoes what {@link ContainerCluster#mend} does not know of. */
    default void mend(FaultRound round) throws Exception {}
}
