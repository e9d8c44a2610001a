package io.reeve.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ByteSizesTest {
    @Test
    void readsWhatPeopleWrite() {
        assertThat(ByteSizes.parse("64KiB")).isEqualTo(65_536);
        assertThat(ByteSizes.parse("2 MiB")).isEqualTo(2_097_152);
        assertThat(ByteSizes.parse("999999999GiB")).isEqualTo(999_999_999L << 30);
    }

    @Test
    void refusesWhatIsNoSize() {
        for (String text : List.of("", "6", "MiB", "-1MiB", "1.5GiB", "1GB", "1gib", "0MiB", "9999999999KiB")) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> ByteSizes.parse(text));
        }
    }

    @Test
    void writesWhatItReads() {
        for (String text : List.of("1KiB", "1500KiB", "2MiB", "1GiB", "5000GiB")) {
            assertThat(ByteSizes.format(ByteSizes.parse(text))).isEqualTo(text);
        }
    }
}
