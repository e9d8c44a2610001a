package io.reeve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The figures that are taken from samples. */
class SamplesTest {
    @Test
    void quantilesAreMeasuredValues() {
        Samples samples = new Samples();
        samples.addAll(LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(samples.quantile(0.5)).isEqualTo(50);
        assertThat(samples.quantile(0.99)).isEqualTo(99);
        assertThat(samples.quantile(1)).isEqualTo(100);
    }

    @Test
    void fewSamplesDoNotHideTheWorst() {
        Samples samples = new Samples();
        samples.add(1_000_000);
        samples.add(9_000_000);
        assertThat(samples.p99()).isEqualTo(9.0);
        assertThat(samples.p50()).isEqualTo(1.0);
    }

    @Test
    void nothingMeasuredIsAnError() {
        assertThatThrownBy(() -> new Samples().p50()).isInstanceOf(BenchmarkException.class);
    }
}
