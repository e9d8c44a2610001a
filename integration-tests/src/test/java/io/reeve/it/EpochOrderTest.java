package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochOrderTest {
    private final EpochOrder order = new EpochOrder();

    @Test
    void answersThatWereAskedForAtTheSameTimeMayComeInAnyOrder() {
        long before = order.highest();
        order.active(before, 2, "b");
        order.active(before, 1, "a");
        assertThat(order.violations()).isEmpty();
        assertThat(order.highest()).isEqualTo(2);
    }

    @Test
    void whoIsAskedAfterANewerEpochHasBegunMustNotAnswerInAnOlderOne() {
        order.active(0, 1, "a");
        order.active(1, 2, "b");
        order.answered(order.highest(), 1, "'x' was acknowledged");
        assertThat(order.violations()).singleElement().asString().contains("'x' was acknowledged in epoch 1");
    }

    @Test
    void anEpochHasOneActive() {
        order.active(0, 1, "a");
        order.active(1, 1, "a");
        order.active(1, 1, "b");
        assertThat(order.violations()).singleElement().asString().contains("two actives");
    }
}
