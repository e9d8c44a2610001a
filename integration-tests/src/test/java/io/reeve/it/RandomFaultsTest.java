package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * All failures, mixed by chance, under the register workload. {@code integration-tests/faults} runs it for as long as
 * wished; a seed that failed gives the same failures in the same order again.
 */
@Tag("container")
class RandomFaultsTest {
    private static final Duration SESSION = Duration.ofSeconds(4);
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("reeve.faults.seconds", 60));
    private static final long SEED = Long.getLong("reeve.faults.seed", new Random().nextInt(1_000_000));

    @Test
    @Timeout(value = 7, unit = TimeUnit.DAYS) // it ends by itself
    void whateverHappensNothingIsLostAndAllIsWellAfterwards() throws Exception {
        Needs.docker();
        Needs.root("stopping processes and cutting networks of containers");
        System.out.println("[faults] random run of " + LENGTH.toSeconds() + " s, seed " + SEED
                + "; again: integration-tests/faults --seed " + SEED);
        int rounds = 0;
        try (ContainerCluster cluster = ContainerCluster.start(SESSION)) {
            RandomGenerator chance = new Random(SEED);
            long end = System.nanoTime() + LENGTH.toNanos();
            while (System.nanoTime() - end < 0) {
                rounds++;
                round(cluster, chance, rounds);
            }
        }
        System.out.println("[faults] " + rounds + " rounds, all well");
        assertThat(rounds).isPositive();
    }

    /** One failure, or two or three that overlap; then all is mended, and must be well again. */
    private static void round(ContainerCluster cluster, RandomGenerator chance, int number) throws Exception {
        int count = Math.max(1, chance.nextInt(5) - 1);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            faults.add(Fault.random(chance, SESSION));
        }
        try (FaultTrial trial = new FaultTrial(cluster, "round " + number)) {
            try {
                trial.hurt(() -> {});
                for (Fault fault : faults) {
                    trial.note(fault.toString());
                    fault.inflict(cluster, trial);
                    fault.hold();
                }
            } finally {
                for (Fault fault : faults.reversed()) {
                    fault.mend();
                }
                cluster.mend();
            }
            trial.note("mended");
            trial.verify();
        }
    }
}
