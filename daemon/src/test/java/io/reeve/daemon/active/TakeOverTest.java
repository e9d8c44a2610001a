package io.reeve.daemon.active;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.metrics.MetricFamily.Sample;
import org.junit.jupiter.api.Test;

class TakeOverTest {
    @Test
    void eachPhaseThatIsOverHasItsTimeInTheOrderOfPhases() {
        TakeOver one = new TakeOver();
        assertThat(one.samples()).isEmpty();
        one.take(TakeOver.Phase.PUBLISH, () -> {});
        one.take(TakeOver.Phase.STORES, () -> {});
        assertThat(one.samples()).extracting(s -> s.labels().getFirst()).containsExactly("stores", "publish");
        assertThat(one.samples()).extracting(Sample::value).allMatch(seconds -> seconds >= 0 && seconds < 60);
    }

    @Test
    void aPhaseThatFailsIsNotOver() {
        TakeOver one = new TakeOver();
        assertThatThrownBy(() -> one.take(TakeOver.Phase.MAPS, () -> {
            throw new IllegalStateException("no maps");
        })).hasMessage("no maps");
        assertThat(one.samples()).isEmpty();
    }
}
