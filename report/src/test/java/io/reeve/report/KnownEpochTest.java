package io.reeve.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Which epoch a reporter keeps, whatever managers and strangers claim. */
class KnownEpochTest {
    private static final List<String> ADDRESSES = List.of("a:1", "b:1", "c:1");

    @Test
    void onlyAConfirmedEpochIsKeptAndACommonLowerOneIsFollowedAfterOneRound() {
        for (long seed = 0; seed < 500; seed++) {
            RandomGenerator random = new Random(seed);
            KnownEpoch known = new KnownEpoch();
            known.greeted("f");
            long confirmed = 0;
            for (int i = 0; i < 100; i++) {
                boolean forgotten = known.ask(ADDRESSES.get(random.nextInt(3)));
                confirmed = forgotten ? 0 : confirmed;
                assertThat(known.epoch()).as("seed %d", seed).isEqualTo(confirmed);
                long claim = random.nextBoolean() ? random.nextLong(1L << 53) : random.nextLong(10);
                if (known.accepts(claim) && random.nextInt(5) == 0) {
                    known.confirmed(claim);
                    confirmed = claim;
                }
            }
            assertFollows(known, random.nextLong(5), seed);
        }
    }

    private static void assertFollows(KnownEpoch known, long now, long seed) {
        for (int round = 0; round < 3; round++) {
            for (String address : ADDRESSES) {
                known.ask(address);
                if (known.accepts(now)) {
                    return;
                }
            }
        }
        assertThat(known.epoch()).as("seed %d: all name epoch %d", seed, now).isLessThanOrEqualTo(now);
    }

    @Test
    void aManagerThatUpholdsTheEpochKeepsItAgainstOthersThatNameALowerOne() {
        KnownEpoch known = new KnownEpoch();
        known.confirmed(9);
        for (int round = 0; round < 5; round++) {
            assertThat(known.ask("a:1")).isFalse();
            assertThat(known.accepts(9)).isTrue();
            assertThat(known.ask("b:1")).isFalse();
            assertThat(known.accepts(8)).isFalse();
        }
        assertThat(known.epoch()).isEqualTo(9);
    }

    @Test
    void anotherClusterIdForgetsTheEpoch() {
        KnownEpoch known = new KnownEpoch();
        known.greeted("f");
        known.confirmed(9);
        known.greeted("");
        assertThat(known.epoch()).isEqualTo(9);
        known.greeted("g");
        assertThat(known.epoch()).isZero();
        assertThat(known.fsid()).isEqualTo("g");
    }
}
