package io.reeve.cluster.data;

import io.reeve.cluster.DataName;
import java.util.List;
import java.util.stream.Stream;

/** The data names that belong to the cluster's state: about daemons, space, placement groups, managers and options. */
public final class ClusterData {
    private ClusterData() {}

    /** The declarations of these data. */
    public static List<DataName> all() {
        return Stream.of(DaemonData.names(), OsdData.names(), PgData.names(), IoData.names(), ManagerData.names())
                .flatMap(List::stream)
                .toList();
    }
}
