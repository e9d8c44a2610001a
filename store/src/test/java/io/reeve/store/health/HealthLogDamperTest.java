package io.reeve.store.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.HealthCheck;
import io.reeve.api.HealthCheck.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HealthLogDamperTest {
    private record Task(long at, Runnable run) {}

    private final List<String> lines = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private long now = -5;
    private final HealthLogDamper damper = new HealthLogDamper(() -> now,
            (after, run) -> tasks.add(new Task(now + after.toNanos(), run)), line -> lines.add(line.text()));

    private static Map<String, List<HealthCheck>> raised(String code) {
        return Map.of("m", List.of(new HealthCheck(code, Severity.WARNING, code + " is bad", 1, List.of())));
    }

    private void flap(String code, int times) {
        for (int i = 0; i < times; i++) {
            damper.changed(i % 2 == 0
                    ? HealthChange.between(Map.of(), raised(code))
                    : HealthChange.between(raised(code), Map.of()));
        }
    }

    private void pass(Duration time) {
        long end = now + time.toNanos();
        for (int i = 0; i < tasks.size(); i++) {
            if (tasks.get(i).at() <= end) {
                Task task = tasks.remove(i);
                now = Math.max(now, task.at());
                task.run().run();
                i = -1;
            }
        }
        now = end;
    }

    @Test
    void fewChangesHaveALineEach() {
        flap("A", HealthLogDamper.MOST);
        assertThat(lines).hasSize(HealthLogDamper.MOST)
                .startsWith("Health check failed: A is bad (A)", "Health check cleared: A (was: A is bad)");
        pass(Duration.ofMinutes(5));
        flap("A", 1);
        assertThat(lines).hasSize(HealthLogDamper.MOST + 1).last().isEqualTo("Health check failed: A is bad (A)");
        assertThat(tasks).isEmpty();
    }

    @Test
    void checkThatFlapsHasOneLineMoreAndOneWhenItIsQuiet() {
        flap("A", 97);
        assertThat(lines).hasSize(HealthLogDamper.MOST + 1)
                .last()
                .asString()
                .startsWith("Health check A keeps changing: 11 times within 60 s");

        pass(Duration.ofSeconds(59));
        damper.changed(HealthChange.between(raised("A"), Map.of()));
        pass(Duration.ofSeconds(59));
        assertThat(lines).hasSize(HealthLogDamper.MOST + 1);
        pass(Duration.ofSeconds(2));

        assertThat(lines).hasSize(HealthLogDamper.MOST + 2)
                .last()
                .isEqualTo("Health check cleared: A (was: A is bad), after 88 changes without a line");
        pass(Duration.ofMinutes(2));
        flap("A", 2);
        assertThat(lines).hasSize(HealthLogDamper.MOST + 4);
    }

    @Test
    void otherChecksAreToldMeanwhile() {
        flap("A", 97);
        flap("B", 1);
        assertThat(lines).last().isEqualTo("Health check failed: B is bad (B)");
    }
}
