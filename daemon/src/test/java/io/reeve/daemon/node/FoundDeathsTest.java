package io.reeve.daemon.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FoundDeathsTest {
    private long now;
    private final FoundDeaths deaths = new FoundDeaths(() -> now);

    @Test
    void evidenceCountsForFiveSecondsAndForThatProcessAlone() {
        deaths.found(2);
        assertThat(deaths.has(2)).isTrue();
        assertThat(deaths.has(3)).isFalse();
        now += Duration.ofSeconds(5).toNanos();
        assertThat(deaths.has(2)).isFalse();
    }

    @Test
    void evidenceIsForgottenWhenItIsSettledButNotThatAboutAnother() {
        deaths.found(2);
        deaths.settled(3);
        assertThat(deaths.has(2)).isTrue();
        deaths.settled(2);
        assertThat(deaths.has(2)).isFalse();
    }
}
