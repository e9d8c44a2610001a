package io.reeve.cluster.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.cluster.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When the period is raised, by whom, and when it falls back. */
class ReportPeriodTest {
    private static final Duration TURN = Duration.ofMillis(500);
    private final ManualTime clock = new ManualTime();
    private final ReportPeriod period = of(5);
    private int told;

    private ReportPeriod of(int seconds) {
        ReportPeriod made = new ReportPeriod(settings(seconds, 5), clock.time().nanos());
        made.onChange(() -> told++);
        return made;
    }

    private static DaemonSettings settings(int seconds, int threshold) {
        return new DaemonSettings(Duration.ofSeconds(seconds), threshold, Duration.ofSeconds(60), 2, 4,
                Duration.ofSeconds(20));
    }

    private void late(int turns, long millis) {
        for (int i = 0; i < turns; i++) {
            clock.pass(TURN);
            period.late(Duration.ofMillis(millis));
        }
    }

    private void waited(int seconds, long millis) {
        for (int i = 0; i < seconds; i++) {
            clock.pass(Duration.ofSeconds(1));
            period.waited(Duration.ofMillis(millis));
        }
    }

    private void assertPeriod(int seconds) {
        assertThat(period.now()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void reportsThatWaitDoubleItAndItFallsBack() {
        waited(1, 3_000);
        assertPeriod(10);
        assertThat(told).isEqualTo(1);
        waited(31, 0);
        assertPeriod(5);
        assertThat(told).isEqualTo(2);
    }

    @Test
    void onePauseOfTheMachineRaisesNothing() {
        late(2, 5_000);
        late(1, 0);
        late(2, 5_000);
        assertPeriod(5);
    }

    @Test
    void lateSessionsDoubleItUpToAMinute() {
        late(3, 300);
        assertPeriod(10);
        late(70, 300);
        assertPeriod(40);
        late(600, 300);
        assertPeriod(60);
    }

    @Test
    void itIsNotRaisedAgainBeforeTheLastRaiseHasReachedAll() {
        waited(1, 3_000);
        late(19, 300);
        assertPeriod(10);
        late(2, 300);
        assertPeriod(20);
    }

    @Test
    void itFallsBackOnlyWhenNobodyIsBehind() {
        late(3, 300);
        late(58, 0);
        waited(1, 900);
        late(58, 0);
        waited(1, 0);
        assertThat(period.now()).as("reports waited half a minute ago").isEqualTo(Duration.ofSeconds(10));
        late(2, 0);
        assertPeriod(5);
    }

    @Test
    void aLongPeriodThatIsSetIsNeverShortened() {
        period.configure(settings(90, 5));
        late(2_000, 1_000);
        assertPeriod(90);
        waited(100, 0);
        assertPeriod(90);
    }

    @Test
    void whatIsSetHoldsAtOnce() {
        waited(1, 3_000);
        period.configure(settings(2, 8));
        assertPeriod(2);
        assertThat(period.settings().threshold()).isEqualTo(8);
        assertThat(told).isEqualTo(2);
        period.configure(settings(2, 8));
        assertThat(told).as("nothing changed").isEqualTo(2);
        period.configure(settings(2, 3));
        assertThat(told).isEqualTo(3);
    }

    @Test
    void otherSettingsDoNotEndARaise() {
        waited(1, 3_000);
        period.configure(new DaemonSettings(Duration.ofSeconds(5), 5, Duration.ofSeconds(9), 3, 6, Duration.ZERO));
        assertPeriod(10);
    }

    @Test
    void whoWasToldALongerPeriodIsWaitedForWithThat() {
        period.configure(settings(60, 5));
        assertThat(period.expected()).isEqualTo(Duration.ofSeconds(60));
        clock.pass(Duration.ofSeconds(70));
        period.configure(settings(2, 5));
        assertThat(period.expected()).isEqualTo(Duration.ofSeconds(60));
        clock.pass(Duration.ofSeconds(60));
        assertThat(period.expected()).isEqualTo(Duration.ofSeconds(60));
        clock.pass(Duration.ofSeconds(1));
        assertThat(period.expected()).isEqualTo(Duration.ofSeconds(2));
    }
}
