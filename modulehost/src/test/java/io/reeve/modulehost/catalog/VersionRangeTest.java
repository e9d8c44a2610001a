package io.reeve.modulehost.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VersionRangeTest {
    @Test
    void boundsAreIncludedOrNotAsTheBracketsSay() {
        assertThat(VersionRange.parse("[0.1,0.2)").contains("0.1")).isTrue();
        assertThat(VersionRange.parse("[0.1,0.2)").contains("0.1.9")).isTrue();
        assertThat(VersionRange.parse("[0.1,0.2)").contains("0.2")).isFalse();
        assertThat(VersionRange.parse("(0.1,0.2]").contains("0.1.0")).isFalse();
        assertThat(VersionRange.parse("(0.1,0.2]").contains("0.2.0")).isTrue();
    }

    @Test
    void boundMayBeMissingAndPartsAreNumbers() {
        assertThat(VersionRange.parse("[0.9,)").contains("0.10")).isTrue();
        assertThat(VersionRange.parse("(,1.0]").contains("0.1")).isTrue();
        assertThat(VersionRange.parse("[0.1]").contains("0.1")).isTrue();
        assertThat(VersionRange.parse("[0.1]").contains("0.1.1")).isFalse();
    }

    @Test
    void whatIsNoIntervalIsRefused() {
        for (String text : new String[]{"", "0.1", "[0.1", "[a,b)", "(0.1)", "[0.2,0.1]", "[0.1,0.2),[0.3,)"}) {
            assertThatThrownBy(() -> VersionRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
