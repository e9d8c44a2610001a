package io.reeve.cluster.data;

import io.reeve.cluster.DataName;
import java.util.List;
import java.util.stream.Stream;

/** The names whose data comes from reports and from the manager: what a {@link io.reeve.cluster.ClusterState} is given. */
public final class ClusterData {
    private ClusterData() {}

    public static List<DataName> all() {
        return Stream.of(DaemonData.names(), OsdData.names(), PgData.names(), IoData.names(), ManagerData.names())
                .flatMap(List::stream)
                .toList();
    }
}
