package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.metrics.MetricType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics that say on which disk of which host a storage daemon lies. Their {@code instance} is the host, as in Ceph: they
 * are joined with those of Prometheus' exporter for hosts.
 */
record DiskMetrics(ClusterView cluster) {
    private static final String NOT_KNOWN = "N/A";

    private record Disk(String osd, String device, String db, String wal, String host, String devices, String ids) {}

    /** A device of a host. */
    private record Device(String name, String host) {}

    void write(Families to) throws IOException {
        List<Disk> disks = new ArrayList<>();
        Map<Device, List<String>> users = new LinkedHashMap<>();
        for (Map<?, ?> osd : DataReader.maps(cluster.get("osd_map"), "osds")) {
            String id = DataReader.text(osd, "osd");
            Disk disk = disk("osd." + id, cluster.metadata("osd", id).orElse(Map.of()));
            if (!disk.device().isEmpty() && !disk.device().equals("unknown") && !disk.host().isEmpty()) {
                disks.add(disk);
                users.computeIfAbsent(new Device(disk.device(), disk.host()), _ -> new ArrayList<>()).add(disk.osd());
            }
        }
        to.family("ceph_disk_occupation", MetricType.UNTYPED, "Associate Ceph daemon with disk used");
        for (Disk disk : disks) {
            to.add(1, "ceph_daemon", disk.osd(), "device", disk.device(), "db_device", disk.db(), "wal_device",
                    disk.wal(), "instance", disk.host(), "devices", disk.devices(), "device_ids", disk.ids());
        }
        to.family("ceph_disk_occupation_human", MetricType.UNTYPED,
                "Associate Ceph daemon with disk used for displaying"
                        + " to humans, not for joining tables (vector matching)");
        for (Map.Entry<Device, List<String>> one : users.entrySet()) {
            to.add(1, "ceph_daemon", String.join(", ", one.getValue()), "device", one.getKey().name(), "instance",
                    one.getKey().host());
        }
    }

    private static Disk disk(String osd, Map<String, String> told) {
        String devices = told.getOrDefault("devices", NOT_KNOWN);
        String ids = told.getOrDefault("device_ids", NOT_KNOWN);
        String host = told.getOrDefault("hostname", "");
        return switch (told.getOrDefault("osd_objectstore", "")) {
            case "filestore" -> new Disk(osd, told.getOrDefault("backend_filestore_dev_node", ""), "",
                    told.getOrDefault("osd_journal", ""), host, devices, ids);
            case "bluestore" -> new Disk(osd, told.getOrDefault("bluestore_bdev_dev_node", ""),
                    told.getOrDefault("bluefs_db_dev_node", ""), told.getOrDefault("bluefs_wal_dev_node", ""), host,
                    devices, ids);
            default -> new Disk(osd, "", "", "", host, devices, ids);
        };
    }
}
