package io.reeve.daemon.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FoundDeathsTest {
    private long now;
    private final FoundDeaths deaths = new FoundDeaths(() -> now);

    @Test
    void evidenceCountsForFiveSecondsAndForThatProcessAlone() {
        deaths.found(2, 6);
        assertThat(deaths.has(2, 6)).isTrue();
        assertThat(deaths.has(3, 6)).isFalse();
        now += Duration.ofSeconds(5).toNanos();
        assertThat(deaths.has(2, 6)).isFalse();
    }

    @Test
    void aProcessThatLeadsInALaterEpochLives() {
        deaths.found(2, 6);
        assertThat(deaths.has(2, 5)).isTrue();
        assertThat(deaths.has(2, 7)).isFalse();
    }

    @Test
    void twoThatDieAtOnceAreBothKnown() {
        deaths.found(2, 6);
        now += Duration.ofSeconds(1).toNanos();
        deaths.found(3, 6);
        assertThat(deaths.has(2, 6)).isTrue();
        assertThat(deaths.has(3, 6)).isTrue();
        now += Duration.ofSeconds(4).toNanos();
        deaths.found(4, 6);
        assertThat(deaths.has(2, 6)).isFalse();
        assertThat(deaths.has(3, 6)).isTrue();
    }
}
