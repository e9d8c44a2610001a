package io.reeve.daemon.active;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.HealthCheck;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapWatchTest {
    private static final long MIB = 1 << 20;
    private final AtomicLong used = new AtomicLong();
    private final HeapWatch watch = new HeapWatch(used::get, 100 * MIB, () -> Map.of("small", 5L, "greedy", 7L));

    @Test
    void aHeapThatIsFullAfterACollectionIsACheckThatNamesTheModuleThatAskedForMost() {
        used.set(89 * MIB);
        assertThat(watch.look()).isEmpty();
        used.set(90 * MIB);
        HealthCheck check = watch.look().orElseThrow();
        assertThat(check.code()).isEqualTo("MGR_HEAP_FULL");
        assertThat(check.detail()).singleElement()
                .asString()
                .startsWith("90 of 100 MiB are in use; of the modules, 'greedy' has asked for most memory. ");
        used.set(96 * MIB);
        assertThat(watch.look()).contains(check);
        used.set(86 * MIB);
        assertThat(watch.look()).contains(check);
        used.set(84 * MIB);
        assertThat(watch.look()).isEmpty();
    }

    @Test
    void theHeapOfThisProcessIsNotFull() {
        assertThat(HeapWatch.ofProcess(Map::of).look()).isEmpty();
    }
}
