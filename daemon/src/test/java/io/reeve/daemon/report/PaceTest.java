package io.reeve.daemon.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When the period is raised, and when it falls back. */
class PaceTest {
    private static final Duration FIVE = Duration.ofSeconds(5);
    private final Pace pace = new Pace();

    private void ticks(int times, long late) {
        for (int i = 0; i < times; i++) {
            boolean _ = pace.tick(late, FIVE);
        }
    }

    @Test
    void onePauseOfTheMachineRaisesNothing() {
        ticks(2, 5_000);
        ticks(1, 0);
        ticks(2, 5_000);
        assertThat(pace.raised()).isZero();
    }

    @Test
    void beingBehindDoublesThePeriodUpToAMinute() {
        ticks(3, 300);
        assertThat(pace.raised()).isEqualTo(Duration.ofSeconds(10));
        ticks(3, 300);
        assertThat(pace.raised()).isEqualTo(Duration.ofSeconds(20));
        ticks(30, 300);
        assertThat(pace.raised()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void fallsBackWhenItHasKeptUpForAWhile() {
        ticks(30, 300);
        ticks(59, 0);
        assertThat(pace.raised()).isEqualTo(Duration.ofSeconds(60));
        ticks(1, 0);
        assertThat(pace.raised()).isEqualTo(Duration.ofSeconds(30));
        ticks(180, 0);
        assertThat(pace.raised()).isZero();
    }

    @Test
    void aLongConfiguredPeriodIsNeverShortened() {
        for (int i = 0; i < 30; i++) {
            boolean _ = pace.tick(1_000, Duration.ofSeconds(90));
        }
        assertThat(pace.raised().isZero() || pace.raised().compareTo(Duration.ofSeconds(90)) >= 0).isTrue();
    }
}
