package io.reeve.cluster;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The names that come from reports and from the managers. */
final class OwnNames {
    private OwnNames() {}

    static List<DataName> all() {
        return List.of(Servers.DATA);
    }

    static Map<String, BiFunction<Snapshot, String, @Nullable Object>> families() {
        return Map.of();
    }
}
