package io.reeve.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** Which growth counts as linear. */
class GrowthTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Report report = new Report(new PrintStream(out, true, UTF_8), "a machine");
    private final Growth growth = new Growth("memory", "KiB", "daemons");

    @Test
    void aUnitMayCostThreeTenthsMoreThanAtATenthOfTheSize() {
        growth.add(100, 50);
        growth.add(1_000, 650);
        growth.report(report);
        assertThat(report.allMet()).isTrue();
        assertThat(out.toString(UTF_8)).contains("memory, 1000 daemons:  650 KiB, 0.65000 each", "met", "x1.30 of 100");
    }

    @Test
    void aUnitThatCostsMoreThanThatIsAMiss() {
        growth.add(100, 50);
        growth.add(1_000, 651);
        growth.report(report);
        assertThat(report.allMet()).isFalse();
    }

    @Test
    void aSizeWhoseTenthWasNotMeasuredIsNotJudged() {
        growth.add(5, 1);
        growth.add(1_000, 9_999);
        growth.report(report);
        assertThat(report.allMet()).isTrue();
    }

    @Test
    void partsAreReadFromAListAndUnknownOnesAreNamed() {
        assertThat(GrowthBenchmark.Part.parse("keys,daemons")).containsExactly(GrowthBenchmark.Part.DAEMONS,
                GrowthBenchmark.Part.KEYS);
        assertThatThrownBy(() -> GrowthBenchmark.Part.parse("keys,moons")).hasMessageContaining("'moons'")
                .hasMessageContaining("daemons, state, options, managers, keys");
    }
}
