package io.reeve.store.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HealthLogLinesTest {
    @Test
    void eachChangeIsALineWithItsSeverity() {
        HealthChange change = new HealthChange(
                new TreeMap<>(Map.of("NEW",
                        List.of(new HealthCheck("NEW", HealthCheck.Severity.ERROR, "bad", 1, List.of())))),
                new TreeMap<>(Map.of("MORE", List.of(HealthCheck.warning("MORE", "worse")))),
                new TreeMap<>(Map.of("OLD", List.of(HealthCheck.warning("OLD", "was bad")))));

        assertThat(HealthLogLines.of(change)).containsExactly(
                new HealthLogLines.Line(ClusterLogPriority.ERROR, "Health check failed: bad (NEW)"),
                new HealthLogLines.Line(ClusterLogPriority.WARN, "Health check update: worse (MORE)"),
                new HealthLogLines.Line(ClusterLogPriority.INFO, "Health check cleared: OLD (was: was bad)"));
    }
}
