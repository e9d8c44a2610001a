package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each failure names its seed: run that one again with {@code -Dreeve.sim.seed=N}. */
class ElectionSimulationTest {
    @Test
    void neverTwoLeadersAndAlwaysOneInTheEnd() {
        Long only = Long.getLong("reeve.sim.seed");
        long first = only != null ? only : 1;
        long last = only != null ? only : Long.getLong("reeve.sim.seeds", 400);
        long leaderships = 0;
        long evidence = 0;
        long takenOver = 0;
        for (long seed = first; seed <= last; seed++) {
            var simulation = new Simulation(seed);
            simulation.run(Duration.ofMinutes(3), Duration.ofMinutes(4));
            leaderships += simulation.electedEpochs.size();
            evidence += simulation.evidence;
            takenOver += simulation.takenOver;
        }
        assertThat(leaderships).isGreaterThan(last - first);
        if (only == null) {
            assertThat(takenOver).as("take-overs").isGreaterThan(last - first);
            assertThat(evidence).as("more than these, as some are refused").isGreaterThan(takenOver);
        }
    }
}
