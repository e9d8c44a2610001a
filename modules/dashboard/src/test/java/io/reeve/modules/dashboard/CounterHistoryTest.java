package io.reeve.modules.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.PerfCounter.Type;
import io.reeve.api.cluster.Sample;
import io.reeve.api.testing.FakeCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The history of counters: bounded in time and in memory. */
class CounterHistoryTest {
    private static final int ROOM_FOR_ONE = 5000;

    private final CounterHistory history = new CounterHistory(1 << 20);

    private static FakeCluster view(double time, long value) {
        return new FakeCluster().counter("osd.0", "osd.op_w", Type.COUNTER, 5, new Sample.Value(time, value));
    }

    private static List<?> values(Map<String, Object> points) {
        return points.get("values") instanceof List<?> list ? list : List.of();
    }

    @Test
    void samplesStayForTenMinutesAndOneAMinuteForSixHours() {
        int seconds = 7 * 3600;
        for (int time = 0; time < seconds; time += CounterHistory.PERIOD) {
            history.sample(view(time, time), time);
        }
        Map<String, Object> fine = history.points("osd.0", "osd.op_w", false);
        assertThat(values(fine)).hasSize(120).first().isEqualTo((double) seconds - 600);
        assertThat(values(fine).getLast()).isEqualTo((double) seconds - CounterHistory.PERIOD);
        assertThat(fine).hasEntrySatisfying("times", times -> assertThat((List<?>) times).hasSize(120)
                .first()
                .isEqualTo((double) seconds - 600));
        Map<String, Object> minutes = history.points("osd.0", "osd.op_w", true);
        assertThat(values(minutes)).hasSize(360).first().isEqualTo((double) seconds - 6 * 3600);
        assertThat(values(minutes).getLast()).isEqualTo((double) seconds - 60);
    }

    @Test
    void aCounterThatCameLaterHasNoValuesBefore() {
        history.sample(new FakeCluster(), 0);
        history.sample(view(5, 1), 5);
        List<Object> expected = new ArrayList<>();
        expected.add(null);
        expected.add(1.0);
        assertThat(values(history.points("osd.0", "osd.op_w", false))).isEqualTo(expected);
        assertThat(values(history.points("osd.0", "no.such", false))).isEmpty();
    }

    @Test
    void anAverageIsThatOfTheTimeSinceTheSampleBefore() {
        for (int i = 1; i <= 2; i++) {
            history.sample(new FakeCluster().counter("osd.0", "osd.latency", Type.TIME_AVG, 5,
                    new Sample.Average(i, i == 1 ? 10.0 : 16.0, i == 1 ? 10 : 12)), i);
        }
        assertThat(values(history.points("osd.0", "osd.latency", false)).getLast()).isEqualTo(3.0);
    }

    @Test
    void theFirstSampleOfAnAverageHasNoValue() {
        history.sample(
                new FakeCluster().counter("osd.0", "osd.latency", Type.TIME_AVG, 5, new Sample.Average(1, 10.0, 10)),
                1);
        assertThat(values(history.points("osd.0", "osd.latency", false))).hasSize(1).containsOnlyNulls();
    }

    @Test
    void countersOfTheLeastPriorityAreLeftOutWhenMemoryIsShort() {
        CounterHistory small = new CounterHistory(ROOM_FOR_ONE);
        FakeCluster both = view(1, 1).counter("osd.0", "osd.debug", Type.GAUGE, 2, new Sample.Value(1, 9L));
        small.sample(both, 1);
        assertThat(values(small.points("osd.0", "osd.op_w", false))).hasSize(1);
        assertThat(values(small.points("osd.0", "osd.debug", false))).isEmpty();
        assertThat(small.index()).containsEntry("kept", 1).containsEntry("leftOut", 1);
    }

    @Test
    void ofCountersWithTheSamePriorityAsManyHaveAHistoryAsHaveRoom() {
        CounterHistory small = new CounterHistory(ROOM_FOR_ONE);
        small.sample(view(1, 1).counter("osd.1", "osd.op_w", Type.COUNTER, 5, new Sample.Value(1, 9L)), 1);
        assertThat(values(small.points("osd.0", "osd.op_w", false))).hasSize(1);
        assertThat(values(small.points("osd.1", "osd.op_w", false))).isEmpty();
        assertThat(small.index()).containsEntry("kept", 1).containsEntry("leftOut", 1);
    }

    @Test
    void daemonsWhoseSamplesAreOldAreSilent() {
        history.sample(view(100, 1).counter("osd.1", "osd.op_w", Type.COUNTER, 5, new Sample.Value(60, 1L)), 100);
        assertThat(history.silent(5, 4)).containsExactly("osd.1");
        assertThat(history.silent(15, 4)).as("daemons are to report every 15 s").isEmpty();
        assertThat(history.silent(5, 10)).as("ten periods are to pass").isEmpty();
    }

    @Test
    void aDaemonThatReportsMoreSeldomIsSilentLater() {
        history.sample(view(0, 1), 0);
        history.sample(view(60, 2), 60);
        history.sample(view(60, 2), 260);
        assertThat(history.silent(5, 4)).isEmpty();
        history.sample(view(60, 2), 300);
        assertThat(history.silent(5, 4)).containsExactly("osd.0");
    }

    @Test
    void aDaemonThatWasAwayForLongIsSilentNoLaterThanOneThatReportsOnceAMinute() {
        history.sample(view(0, 1), 0);
        history.sample(view(10_000, 2), 10_000);
        history.sample(view(10_000, 2), 10_240);
        assertThat(history.silent(5, 4)).isEmpty();
        history.sample(view(10_000, 2), 10_245);
        assertThat(history.silent(5, 4)).containsExactly("osd.0");
    }

    @Test
    void aVeryShortPeriodMakesNobodySilentBetweenTwoSamples() {
        history.sample(view(100, 1), 104);
        assertThat(history.silent(0.1, 2)).isEmpty();
    }
}
