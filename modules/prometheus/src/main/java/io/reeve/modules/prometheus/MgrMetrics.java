package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.metrics.MetricType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metrics of managers, their modules and the epochs of maps. */
record MgrMetrics(ClusterView cluster, MgrMap map) {
    void write(Families to) throws IOException {
        managers(to);
        modules(to);
        to.one("reeve_cluster_epoch", MetricType.GAUGE, "Epoch of the map of managers", (double) map.epoch());
        to.family("reeve_cluster_map_epoch", MetricType.GAUGE, "Epoch of a map");
        for (Map.Entry<String, String> one : Map.of("osd", "osd_map", "fs", "fs_map", "mon", "mon_map").entrySet()) {
            Optional<Double> epoch = DataReader.number(cluster.get(one.getValue()), "epoch");
            if (epoch.isPresent()) {
                to.add(epoch.get(), "map", one.getKey());
            }
        }
    }

    private void managers(Families to) throws IOException {
        MgrMap.Active active = map.active();
        List<MgrMap.Manager> all = new ArrayList<>(map.standbys());
        if (active != null) {
            all.add(active.manager());
        }
        to.family("ceph_mgr_metadata", MetricType.GAUGE, "MGR metadata");
        for (MgrMap.Manager mgr : all) {
            to.add(1, "ceph_daemon", "mgr." + mgr.name(), "hostname", mgr.host(), "ceph_version", mgr.version());
        }
        to.family("ceph_mgr_status", MetricType.GAUGE, "MGR status (0=standby, 1=active)");
        for (MgrMap.Manager mgr : all) {
            to.add(active != null && mgr.gid() == active.manager().gid() ? 1 : 0, "ceph_daemon", "mgr." + mgr.name());
        }
    }

    private void modules(Families to) throws IOException {
        MgrMap.Active active = map.active();
        List<MgrMap.AvailableModule> available = active == null ? List.of() : active.manager().modules();
        to.family("ceph_mgr_module_status", MetricType.GAUGE,
                "MGR module status (0=disabled, 1=enabled, 2=auto-enabled)");
        for (MgrMap.AvailableModule module : available) {
            to.add(map.modules().contains(module.name()) ? 1 : 0, "name", module.name());
        }
        to.family("ceph_mgr_module_can_run", MetricType.GAUGE,
                "MGR module runnable state i.e. can it run (0=no, 1=yes)");
        for (MgrMap.AvailableModule module : available) {
            to.add(module.canRun() ? 1 : 0, "name", module.name());
        }
    }
}
