package io.reeve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void thePauseDoublesWithEachFailureUntilItIsTheLongest() {
        Backoff backoff = new Backoff(SECOND, Duration.ofSeconds(5));
        assertThat(IntStream.rangeClosed(1, 5).mapToObj(backoff::pause).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 5L, 5L);
        assertThat(backoff.pause(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aFirstPauseThatIsNotPositiveOrLongerThanTheLongestIsRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, SECOND)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), SECOND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT2S");
    }
}
