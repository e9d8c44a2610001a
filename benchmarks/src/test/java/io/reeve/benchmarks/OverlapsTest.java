package io.reeve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two active at once, as answers prove it. */
class OverlapsTest {
    private final Overlaps overlaps = new Overlaps();

    @Test
    void anAnswerWithinAnothersUnbrokenTimeIsAMoment() {
        overlaps.active("a", 10, 11);
        overlaps.active("b", 12, 13);
        overlaps.active("a", 14, 15);

        assertThat(overlaps.moments()).isEqualTo(1);
        assertThat(overlaps.answers()).isEqualTo(3);
    }

    @Test
    void oneAfterTheOtherIsNone() {
        overlaps.active("a", 10, 11);
        overlaps.active("a", 20, 21);
        overlaps.notActive("a");
        overlaps.active("b", 22, 23);
        overlaps.active("b", 30, 31);
        overlaps.notActive("b");
        overlaps.active("a", 32, 33);

        assertThat(overlaps.moments()).isZero();
    }

    @Test
    void questionsThatOverlapProveNothing() {
        overlaps.active("a", 10, 20);
        overlaps.active("b", 15, 25);

        assertThat(overlaps.moments()).isZero();
    }

    @Test
    void aBreakEndsTheTime() {
        overlaps.active("a", 10, 11);
        overlaps.notActive("a");
        overlaps.active("b", 14, 15);
        overlaps.active("a", 18, 19);

        assertThat(overlaps.moments()).isZero();
    }
}
