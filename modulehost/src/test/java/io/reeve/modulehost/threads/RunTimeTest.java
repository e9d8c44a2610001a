package io.reeve.modulehost.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunTimeTest {
    private static final long MILLI = 1_000_000;

    /** Stands for a process that does not run for that long. */
    private static boolean standStill(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        return false;
    }

    @Test
    void timeInWhichTheProcessDidNotRunIsNotCounted() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        assertThat(RunTime.await(Duration.ofMillis(200), _ -> {
            steps.incrementAndGet();
            return standStill(Duration.ofMillis(100));
        })).isFalse();
        assertThat(steps).hasValueBetween(5, 6);
    }

    @Test
    void theWaitEndsWithTheStepThatSaysSo() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        assertThat(RunTime.await(Duration.ofDays(1), _ -> steps.incrementAndGet() == 3)).isTrue();
        assertThat(steps).hasValue(3);
    }

    @Test
    void noTimeIsOneLook() throws Exception {
        assertThat(RunTime.await(Duration.ZERO, nanos -> nanos == 0)).isTrue();
        assertThat(RunTime.await(Duration.ofSeconds(-1), _ -> false)).isFalse();
    }

    @Test
    void aCountdownTakesAStandstillForAMomentAndEndsOnce() {
        RunTime.Countdown left = new RunTime.Countdown(100 * MILLI, 0);
        assertThat(left.endsAt(20 * MILLI)).isFalse();
        assertThat(left.endsAt(60_000 * MILLI)).isFalse(); // stopped for a minute: 40 ms
        assertThat(left.endsAt(60_020 * MILLI)).isFalse();
        assertThat(left.endsAt(60_040 * MILLI)).isTrue();
        assertThat(left.endsAt(60_060 * MILLI)).isFalse();
    }
}
