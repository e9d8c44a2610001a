package io.reeve.store.configkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.store.TooLargeException;
import io.reeve.store.configkey.KeyCache.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyCacheTest {
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> changed = new ArrayList<>();
    private final KeyCache cache = new KeyCache(1_000, 2_000, nanos::get, changed::add);

    @Test
    void anOlderReadDoesNotReplaceAnOwnWrite() {
        cache.found("k", bytes("own"), 20, 1);
        cache.found("k", bytes("older"), 10, 0);

        assertThat(cache.get("k")).contains(bytes("own"));
    }

    @Test
    void anOlderReadDoesNotBringARemovedKeyBack() {
        cache.found("k", bytes("v"), 10, 0);
        cache.goneAt("k", 20);
        cache.found("k", bytes("v"), 10, 0);
        cache.found("k", bytes("between"), 15, 1);

        assertThat(cache.get("k")).isEmpty();
    }

    @Test
    void aKeyWrittenAfterItsRemovalIsThere() {
        cache.goneAt("k", 20);
        cache.found("k", bytes("new"), 21, 0);

        assertThat(cache.get("k")).contains(bytes("new"));
    }

    @Test
    void aListFromBeforeAWriteDoesNotRemoveTheKey() {
        cache.found("k", bytes("v"), 21, 0);
        cache.goneAt("k", 20);

        assertThat(cache.get("k")).contains(bytes("v"));
    }

    @Test
    void missingCountsOnlyIfNothingWasLearnedSinceTheReadWasSent() {
        Slot before = cache.slot("k");
        cache.found("k", bytes("own"), 20, 0);

        assertThat(cache.missing("k", before)).isFalse();
        assertThat(cache.get("k")).contains(bytes("own"));
        assertThat(cache.missing("k", cache.slot("k"))).isTrue();
        assertThat(cache.get("k")).isEmpty();
    }

    @Test
    void aKeyWrittenRightAfterItsRemovalIsThereHoweverOftenItWasMissing() {
        cache.goneAt("k", 20);
        cache.missing("k", cache.slot("k"));
        cache.missing("k", cache.slot("k"));
        cache.found("k", bytes("new"), 21, 0);

        assertThat(cache.get("k")).contains(bytes("new"));
    }

    @Test
    void anOwnWriteThatWasSeenAndRemovedMeanwhileIsNotBroughtBack() {
        cache.found("k", bytes("own"), 20, 0);
        cache.missing("k", cache.slot("k"));
        cache.found("k", bytes("own"), 20, 0);

        assertThat(cache.get("k")).isEmpty();
    }

    @Test
    void whatATransactionLeftIsKnownOnlyFromItOrALaterOne() {
        assertThat(cache.knows("k", 1)).isFalse();
        cache.found("k", bytes("v"), 20, 0);
        assertThat(cache.knows("k", 20)).isTrue();
        assertThat(cache.knows("k", 21)).isFalse();
        cache.goneAt("k", 22);
        assertThat(cache.knows("k", 22)).isTrue();
        assertThat(cache.knows("k", 23)).isFalse();
    }

    @Test
    void tombstonesGoAfterFiveMinutes() {
        cache.goneAt("old", 20);
        nanos.addAndGet(299_000_000_000L);
        cache.goneAt("young", 21);
        assertThat(cache.slot("old")).isNotNull();
        nanos.addAndGet(2_000_000_000L);
        cache.goneAt("another", 22);

        assertThat(cache.slot("old")).isNull();
        assertThat(cache.slot("young")).isNotNull();
    }

    @Test
    void aTombstoneThatWasOvergrownDoesNotTakeTheKeyWithIt() {
        cache.goneAt("k", 20);
        cache.found("k", bytes("new"), 21, 0);
        nanos.addAndGet(301_000_000_000L);
        cache.goneAt("another", 22);

        assertThat(cache.get("k")).contains(bytes("new"));
    }

    @Test
    void tellsOnlyOfValuesThatChanged() {
        cache.found("k", bytes("v"), 1, 0);
        cache.found("k", bytes("v"), 2, 1);
        cache.found("k", bytes("w"), 3, 2);
        cache.goneAt("k", 4);
        cache.goneAt("k", 5);

        assertThat(changed).containsExactly("k", "k", "k");
    }

    @Test
    void theTotalLimitCountsKeysValuesAndWritesUnderWay() {
        cache.found("k", new byte[599], 1, 0);
        long room = cache.reserve(KeyNames.of("l"), 299);

        assertThatThrownBy(() -> cache.reserve(KeyNames.of("m"), 100)).isInstanceOf(TooLargeException.class)
                .hasMessageContaining("900 of at most 1000 bytes");
        assertThat(cache.reserve(KeyNames.of("k"), 100)).isZero();
        assertThat(cache.reserve(KeyNames.of("k"), 699)).isEqualTo(100);
        cache.release(100);
        cache.release(room);
        assertThat(cache.reserve(KeyNames.of("m"), 100)).isEqualTo(101);
        cache.goneAt("k", 2);
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void aBucketTakesNamesUpToItsLimitOnly() {
        String bucket = KeyNames.of("a").bucket();
        List<KeyNames> colliding = IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> KeyNames.of("€".repeat(88) + i)) // 9 * 88 = 792 bytes, and the number
                .filter(k -> k.bucket().equals(bucket))
                .limit(3)
                .toList();
        cache.reserve(colliding.get(0), 1);
        cache.found(colliding.get(0).key(), bytes(""), 1, 0);
        cache.found(colliding.get(1).key(), bytes(""), 2, 0);

        assertThat(cache.longestBucket()).isBetween(2 * 793, 2 * 800);
        assertThatThrownBy(() -> cache.reserve(colliding.get(2), 1)).isInstanceOf(TooLargeException.class)
                .hasMessageContaining("bucket " + bucket);
        cache.reserve(colliding.get(1), 1);
        cache.goneAt(colliding.get(0).key(), 3);
        cache.reserve(colliding.get(2), 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
