package io.reeve.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricLabelsTest {
    @Test
    void labelsAreWrittenInTheirOrderWithEscapedValues() {
        assertThat(MetricLabels.of("b", "1", "a", "x\"y\\z\nend")).hasToString("{b=\"1\",a=\"x\\\"y\\\\z\\nend\"}");
        assertThat(MetricLabels.NONE).hasToString("");
        assertThat(MetricLabels.of("a", "é€😀")).hasToString("{a=\"é€😀\"}");
    }

    @Test
    void whatTheFormatsCannotHoldIsReplaced() {
        assertThat(MetricLabels.of("a", "\ud83d<\ude00>\u0000\r\t"))
                .hasToString("{a=\"\ufffd<\ufffd>\ufffd\ufffd\t\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "__a", "a-b", "a.b", "ä", "a b"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> MetricLabels.of(name, "x")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "' is not a label's name");
    }

    @Test
    void aNameThatComesTwiceAndAMissingValueAreRefused() {
        MetricLabels one = MetricLabels.of("a", "1");
        assertThat(one.with("b", "2")).isEqualTo(MetricLabels.of("a", "1", "b", "2"));
        assertThatThrownBy(() -> one.with("a", "2")).hasMessageContaining("'a'").hasMessageContaining("comes twice");
        assertThatThrownBy(() -> MetricLabels.of("a", "1", "b")).hasMessageContaining("label 'b' has no value");
    }
}
