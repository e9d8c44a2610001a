package io.reeve.store.configkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", ".", "..", "zookeeper", "mgr/hello/greeting", " ", "%", "%41", "\0", "a\nb", "ü€😀",
            "a.b",
            "\uE000\uFFFE", "A-Z_a~z"})
    void everyKeyComesBackFromItsNode(String key) {
        KeyNames names = KeyNames.of(key);

        assertThat(names.name()).matches("[A-Za-z0-9_~%-][A-Za-z0-9_~.%-]*");
        assertThat(KeyNames.isBucket(names.bucket())).isTrue();
        assertThat(KeyNames.parse(names.bucket(), names.name())).contains(names);
    }

    @Test
    void theEncodingStaysAsItIs() {
        assertThat(KeyNames.of("mgr/hello/ü"))
                .isEqualTo(new KeyNames("mgr/hello/ü", "811", "mgr%2Fhello%2F%C3%BC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "%41", "%2f", "ü", ".", "a b", "%ff", "%FF", "%ED%A0%80"})
    void otherNamesAreNoKeys(String name) {
        for (int i = 0; i < 4096; i++) {
            assertThat(KeyNames.parse(String.format(Locale.ROOT, "%03x", i), name)).isEmpty();
        }
    }

    @Test
    void aKeyBelongsIntoOneBucketOnly() {
        KeyNames names = KeyNames.of("a");
        String other = names.bucket().equals("000") ? "001" : "000";

        assertThat(KeyNames.parse(other, names.name())).isEmpty();
    }

    @Test
    void keysHaveOneTo1024Bytes() {
        assertThat(KeyNames.of("€".repeat(341) + "a").name()).hasSize(3 * 1023 + 1);
        assertThatThrownBy(() -> KeyNames.of("")).isInstanceOf(BadKeyException.class).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> KeyNames.of("a".repeat(1025))).isInstanceOf(BadKeyException.class)
                .hasMessageContaining("1025 bytes");
        assertThatThrownBy(() -> KeyNames.of("€".repeat(342))).isInstanceOf(BadKeyException.class);
        assertThatThrownBy(() -> KeyNames.of("\uD800")).isInstanceOf(BadKeyException.class)
                .hasMessageContaining("Unicode");
    }
}
