package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * All failures, mixed by chance, under the register workload and durable changes of all kinds. {@code integration-tests/faults}
 * runs it for as long as wished; a seed that failed gives the same failures in the same order again.
 */
@Tag("container")
class RandomFaultsTest {
    private static final Duration SESSION = Duration.ofSeconds(4);
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("reeve.faults.seconds", 60));
    private static final int FAULTS = Integer.getInteger("reeve.faults.number", Integer.MAX_VALUE);
    private static final long SEED = Long.getLong("reeve.faults.seed", new Random().nextInt(1_000_000));
    private static final String ONLY = System.getProperty("reeve.faults.only", "");

    @Test
    @Timeout(value = 7, unit = TimeUnit.DAYS) // it ends by itself
    void whateverHappensNothingIsLostAndAllIsWellAfterwards() throws Exception {
        Needs.docker();
        Needs.root("stopping processes and cutting networks of containers");
        Needs.faketime();
        System.out.println("[faults] random run of " + LENGTH.toSeconds() + " s, seed " + SEED
                + "; again: integration-tests/faults --seed " + SEED + (ONLY.isEmpty() ? "" : " --only " + ONLY));
        FaultTally tally = new FaultTally();
        try (ContainerCluster cluster = ContainerCluster.startWithKeeper(SESSION);
                ChangeClient changes = new ChangeClient(List.copyOf(cluster.urls().values()), SEED)) {
            changes.ledger().settle(await().until(changes::read, Optional::isPresent).orElseThrow());
            FaultDeck deck = new FaultDeck(SEED, kinds(), SESSION);
            long end = System.nanoTime() + LENGTH.toNanos();
            while (System.nanoTime() - end < 0 && tally.faults() < FAULTS) {
                round(cluster, changes, deck.round(), tally);
            }
            System.out.println(tally.table(changes.ledger().acknowledged()));
        }
        assertThat(tally.rounds()).isPositive();
    }

    private static Collection<FaultKind> kinds() {
        return ONLY.isEmpty()
                ? List.of(FaultKind.values())
                : Arrays.stream(ONLY.split(",", -1))
                        .map(word -> FaultKind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')))
                        .toList();
    }

    /** Some failures; then all is mended, and must be well again. */
    private static void round(ContainerCluster cluster, ChangeClient changes, List<FaultDeck.Card> cards,
            FaultTally tally) throws Exception {
        try (FaultRound round = new FaultRound(cluster, changes, "round " + (tally.rounds() + 1))) {
            try {
                round.awaitChanges();
                for (FaultDeck.Card card : cards) {
                    round.note(card.toString());
                    card.fault().inflict(round);
                    TimeUnit.NANOSECONDS.sleep(card.hold().toNanos());
                }
            } finally {
                for (FaultDeck.Card card : cards.reversed()) {
                    card.fault().mend(round);
                }
                cluster.mend();
            }
            tally.round(cards, round, round.verify());
        }
    }
}
