package io.reeve.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MgrMapTest {
    private static MgrMap map(MgrMap.@Nullable Active active) {
        return new MgrMap("reeve", "fsid", 7, false, active, Instant.EPOCH, List.of(), List.of());
    }

    private static MgrMap.Active active(boolean available) {
        return new MgrMap.Active(new MgrMap.Manager("a", 1, "host", 1, "http://a/", "a:1", "1", 0, List.of(), Map.of()),
                7, Instant.EPOCH, available, Map.of("hello", "http://a/hello/"));
    }

    @Test
    void itIsAvailableWhenAnActiveManagerServesCommands() {
        assertThat(map(null).available()).isFalse();
        assertThat(map(active(false)).available()).as("while it starts").isFalse();
        assertThat(map(active(true)).available()).isTrue();
    }

    @Test
    void theServicesAreThoseOfTheActiveManager() {
        assertThat(map(null).services()).isEmpty();
        assertThat(map(active(true)).services()).containsExactly(Map.entry("hello", "http://a/hello/"));
    }

    @Test
    void whatItWasMadeOfCanChangeWithoutIt() {
        List<String> modules = new ArrayList<>(List.of("hello"));
        Map<String, String> metadata = new HashMap<>(Map.of("arch", "x"));
        MgrMap.Manager manager = new MgrMap.Manager("a", 1, "host", 1, "http://a/", "a:1", "1", 0, List.of(), metadata);
        MgrMap map = new MgrMap("reeve", "fsid", 7, false, null, Instant.EPOCH, List.of(manager), modules);
        modules.clear();
        metadata.clear();
        assertThat(map.modules()).containsExactly("hello");
        assertThat(map.standbys().getFirst().metadata()).containsKey("arch");
    }
}
