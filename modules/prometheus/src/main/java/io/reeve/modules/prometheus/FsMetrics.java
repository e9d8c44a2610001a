package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.Server;
import io.reeve.api.metrics.MetricType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The metrics of file systems and their servers, and of services that Ceph tells of by name. */
record FsMetrics(ClusterView cluster, Daemons daemons) {
    void write(Families to) throws IOException {
        Map<?, ?> map = DataReader.map(cluster.get("fs_map"));
        List<Map<?, ?>> all = DataReader.maps(map, "filesystems");
        to.family("ceph_fs_metadata", MetricType.UNTYPED, "FS Metadata");
        for (Map<?, ?> fs : all) {
            Map<?, ?> mds = DataReader.map(fs, "mdsmap");
            to.add(1, "data_pools",
                    DataReader.list(mds, "data_pools").stream().map(String::valueOf).collect(Collectors.joining(",")),
                    "fs_id",
                    DataReader.text(fs, "id"), "metadata_pool", DataReader.text(mds, "metadata_pool"), "name",
                    DataReader.text(mds, "fs_name"));
        }
        to.family("ceph_mds_metadata", MetricType.UNTYPED, "MDS Metadata");
        for (Map<?, ?> standby : DataReader.maps(map, "standbys")) {
            server(to, standby, "-1");
        }
        for (Map<?, ?> fs : all) {
            for (Object server : DataReader.map(DataReader.map(fs, "mdsmap"), "info").values()) {
                server(to, DataReader.map(server), DataReader.text(fs, "id"));
            }
        }
        services(to);
    }

    private void server(Families to, Map<?, ?> mds, String fs) throws IOException {
        Daemons.Facts facts = daemons.facts("mds", DataReader.text(mds, "name"));
        to.add(1, "ceph_daemon", "mds." + DataReader.text(mds, "name"), "fs_id", fs, "hostname", facts.hostname(),
                "public_addr", DataReader.text(mds, "addr"), "rank", DataReader.text(mds, "rank"), "ceph_version",
                facts.version());
    }

    private void services(Families to) throws IOException {
        to.family("ceph_rgw_metadata", MetricType.UNTYPED, "RGW Metadata");
        for (Server server : cluster.servers()) {
            for (Server.Service daemon : server.services()) {
                if (daemon.type().equals("rgw")) {
                    to.add(1, "ceph_daemon", "rgw." + daemon.id(), "hostname", server.hostname(), "ceph_version",
                            daemon.version(), "instance_id", daemon.id());
                }
            }
        }
        to.family("ceph_rbd_mirror_metadata", MetricType.UNTYPED, "RBD Mirror Metadata");
        for (Server server : cluster.servers()) {
            for (Server.Service daemon : server.services()) {
                if (daemon.type().equals("rbd-mirror")) {
                    mirror(to, daemon.id(), cluster.metadata(daemon.type(), daemon.id()).orElse(Map.of()));
                }
            }
        }
    }

    private static void mirror(Families to, String id, Map<String, String> told) throws IOException {
        to.add(1, "ceph_daemon", "rbd-mirror." + id, "id", told.getOrDefault("id", ""), "instance_id",
                told.getOrDefault("instance_id", ""), "hostname", told.getOrDefault("hostname", ""), "ceph_version",
                told.getOrDefault("ceph_version", ""));
    }
}
