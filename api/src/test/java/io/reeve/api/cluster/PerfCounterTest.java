package io.reeve.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reeve.api.cluster.PerfCounter.Axis;
import io.reeve.api.cluster.PerfCounter.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PerfCounterTest {
    private static PerfCounter counter(String path, Type type, int priority, Axis... axes) {
        return new PerfCounter(path, type, "", "", priority, PerfCounter.Unit.NONE, Map.of(), List.of(axes));
    }

    private static Axis axis(int buckets) {
        return new Axis("x", 0, 1, buckets, false);
    }

    @Test
    void aSampleHasOneNumberTwoForAnAverageAndOneForEachBucket() {
        assertThat(counter("a.b", Type.COUNTER, 5).width()).isEqualTo(1);
        assertThat(counter("a.b", Type.TIME_AVG, 5).width()).isEqualTo(2);
        assertThat(counter("a.b", Type.HISTOGRAM, 5, axis(3)).width()).isEqualTo(3);
        assertThat(counter("a.b", Type.HISTOGRAM, 5, axis(64), axis(32)).width()).isEqualTo(2048);
    }

    @Test
    void aHistogramHasOneOrTwoAxesOf3To64Buckets() {
        assertThatIllegalArgumentException().isThrownBy(() -> counter("a.b", Type.HISTOGRAM, 5))
                .withMessageContaining("'a.b'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counter("a.b", Type.HISTOGRAM, 5, axis(3), axis(3), axis(3)))
                .withMessageContaining("'a.b'");
        assertThatIllegalArgumentException().isThrownBy(() -> axis(2));
        assertThatIllegalArgumentException().isThrownBy(() -> axis(65));
        assertThatIllegalArgumentException().isThrownBy(() -> new Axis("x", 0, 0, 3, true));
    }

    @ParameterizedTest
    @EnumSource(names = "HISTOGRAM", mode = EnumSource.Mode.EXCLUDE)
    void nothingElseHasAxes(Type type) {
        assertThatIllegalArgumentException().isThrownBy(() -> counter("a.b", type, 5, axis(3)));
    }

    @Test
    void aPathHas1To512CharactersAndAPriorityIsFrom0To10() {
        assertThat(counter("p".repeat(512), Type.GAUGE, 0).path()).hasSize(512);
        assertThatIllegalArgumentException().isThrownBy(() -> counter("", Type.GAUGE, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> counter("p".repeat(513), Type.GAUGE, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> counter("p", Type.GAUGE, -1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> counter("p", Type.GAUGE, 11));
    }
}
