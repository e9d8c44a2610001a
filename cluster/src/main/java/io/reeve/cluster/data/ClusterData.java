package io.reeve.cluster.data;

import io.reeve.cluster.DataName;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names whose data comes from reports and from the manager: what a {@link io.reeve.cluster.ClusterState} is given. */
public final class ClusterData {
    private ClusterData() {}

    public static List<DataName> all() {
        return Stream.of(DaemonData.names(), OsdData.names(), PgData.names(), IoData.names(), ManagerData.names())
                .flatMap(List::stream)
                .toList();
    }

    /** A map and, under {@code json}, its text: the form of {@code health} and {@code mon_status}. */
    public static @Nullable Map<String, Object> withJson(@Nullable Map<String, Object> data) {
        return ManagerData.withJson(data);
    }
}
