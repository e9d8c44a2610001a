package io.reeve.cluster.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdsTest {
    @ParameterizedTest
    @CsvSource({"1.a, 1, 10", "0.0, 0, 0", "2147483647.ffffffff, 2147483647, 4294967295"})
    void aPlacementGroupHasOneName(String text, int pool, long number) {
        assertThat(PgId.of(text)).isEqualTo(new PgId(pool, number)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.", ".1", "01.a", "1.0a", "1.A", "1.g", "-1.0", "+1.0", " 1.0", "1.0 ", "1.0.0",
            "2147483648.0", "4294967297.0", "1.100000000", "\u0663.0"})
    void whatIsNotTheNameOfAPlacementGroupIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> PgId.of(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("1.a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "050", "00", " 1", "1 ", "+1", "-1", "1000000", "\u0663", "1.0", "x"})
    void whatIsNotTheNumberOfAStorageDaemonIsRefused(String text) {
        assertThat(OsdId.isValid(text)).isFalse();
        assertThatThrownBy(() -> OsdId.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 999_999})
    void aStorageDaemonHasOneNumber(int number) {
        assertThat(OsdId.of(Integer.toString(number))).isEqualTo(number);
        assertThat(OsdId.daemon(number)).hasToString("osd." + number);
    }
}
