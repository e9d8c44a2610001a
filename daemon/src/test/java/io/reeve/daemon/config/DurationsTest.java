package io.reeve.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurationsTest {
    @Test
    void readsWhatPeopleWrite() {
        assertThat(Durations.parse("200ms")).isEqualTo(Duration.ofMillis(200));
        assertThat(Durations.parse("6s")).isEqualTo(Duration.ofSeconds(6));
        assertThat(Durations.parse("2min")).isEqualTo(Duration.ofMinutes(2));
        assertThat(Durations.parse("3 h")).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void refusesWhatIsNoDuration() {
        for (String text : List.of("", "6", "s", "-1s", "1.5s", "6S", "6 days", "99999999999s")) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> Durations.parse(text));
        }
    }

    @Test
    void writesWhatItReads() {
        for (String text : List.of("0ms", "200ms", "6s", "90s", "2min", "1500ms")) {
            assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
        }
    }
}
