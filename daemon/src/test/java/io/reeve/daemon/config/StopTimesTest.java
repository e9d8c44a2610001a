package io.reeve.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stops a manager gives it the time that it may take with the default settings. */
class StopTimesTest {
    /** What a stop takes beside the drain and the hold: the bounds of each step together, as the operations guide says. */
    private static final Duration REST = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource({"src/main/systemd/reeved@.service, TimeoutStopSec=(\\d+)",
            "src/main/kubernetes/managers.yaml, terminationGracePeriodSeconds: (\\d+)",
            "docker-compose.yml, stop_grace_period: (\\d+)s"})
    void aManagerIsNotKilledBeforeItHasDrainedAndAnsweredWhatItHolds(String file, String pattern)
            throws IOException {
        Matcher given = Pattern.compile(pattern).matcher(Files.readString(Path.of("..").resolve(file)));
        assertThat(given.find()).as(file).isTrue();
        Duration needed = seconds(Settings.DRAIN).plus(seconds(Settings.HOLD)).plus(REST);
        assertThat(Duration.ofSeconds(Long.parseLong(given.group(1)))).as(file).isGreaterThan(needed);
    }

    private static Duration seconds(Setting<Duration> setting) {
        return Durations.parse(setting.defaultValue().orElseThrow());
    }
}
