package io.reeve.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private long now = 5;
    private final Patience patience = new Patience(Duration.ofNanos(60), Duration.ofNanos(600), () -> now);

    @Test
    void lastsWhileSomethingMovesAndEndsWhenNothingDoes() {
        for (int work = 0; work < 10; work++) {
            assertThat(patience.lasts(seen(false, 0, work))).isTrue();
            now += 50;
        }
        assertThat(patience.lasts(seen(false, 0, 9))).isTrue();
        now += 9;
        assertThat(patience.lasts(seen(false, 0, 9))).isTrue();
        now += 1;
        assertThat(patience.lasts(seen(false, 0, 9))).isFalse();
    }

    @Test
    void endsAtTheLongestTimeWhateverMoves() {
        for (int work = 0; now < 605; work++) {
            assertThat(patience.lasts(seen(false, 0, work))).isTrue();
            now += 50;
        }
        assertThat(patience.lasts(seen(false, 0, 99))).isFalse();
    }

    @Test
    void whatIsWaitedForIsNamed() {
        assertThat(seen(false, 0, 0).missing()).contains("manager a (pid 1) to be ready");
        assertThat(seen(true, 0, 0).missing()).contains("an active that manager a (pid 1) can see");
        assertThat(seen(true, 1, 0).missing()).isEmpty();
    }

    private static Starting seen(boolean ready, long epoch, long work) {
        return new Starting(List.of(new Starting.One("a (pid 1)", ready, epoch, 0, work)));
    }
}
