package io.reeve.modules.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.ProgressEvent;
import io.reeve.api.progress.RunningEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkSectionTest {
    private static final ProgressEvent EVENT = ProgressEvent.of("move", "Moving <b>");

    private final FakeManager manager = new FakeManager();

    @Test
    void whatRunsAndWhatHasFinishedAreEntriesOfTheirOwn() {
        manager.progress.running.add(new RunningEvent("m", EVENT, 0.5, Instant.ofEpochMilli(1_000), true));
        manager.progress.finished.add(
                new FinishedEvent("m", EVENT, Instant.ofEpochMilli(1), Instant.ofEpochMilli(2), "no space"));
        manager.progress.finished.add(
                new FinishedEvent("m", EVENT, Instant.ofEpochMilli(3), Instant.ofEpochMilli(4), null));
        assertThat(FakeManager.json(WorkSection.of(manager.progress))).isEqualTo(
                "{\"run:m/move\":{\"module\":\"m\",\"message\":\"Moving <b>\",\"fraction\":0.5,"
                        + "\"started\":\"1970-01-01T00:00:01Z\",\"inherited\":true},"
                        + "\"end:1:m/move\":{\"module\":\"m\",\"message\":\"Moving <b>\","
                        + "\"started\":\"1970-01-01T00:00:00.001Z\",\"finished\":\"1970-01-01T00:00:00.002Z\","
                        + "\"failure\":\"no space\"},"
                        + "\"end:3:m/move\":{\"module\":\"m\",\"message\":\"Moving <b>\","
                        + "\"started\":\"1970-01-01T00:00:00.003Z\",\"finished\":\"1970-01-01T00:00:00.004Z\","
                        + "\"failure\":null}}");
    }

    @Test
    void aFractionHasThreeDigits() {
        manager.progress.running.add(new RunningEvent("m", EVENT, 2 / 3.0, Instant.EPOCH, false));
        assertThat(FakeManager.json(WorkSection.of(manager.progress))).contains("\"fraction\":0.667,");
    }

    @Test
    void withoutWorkThereIsNoEntry() {
        assertThat(WorkSection.of(manager.progress)).isEqualTo(Map.of());
    }
}
