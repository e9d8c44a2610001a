package io.reeve.maps;

import io.reeve.cluster.daemon.DaemonReport.FilesystemRole;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.daemon.GracePeriod;
import io.reeve.cluster.daemon.OsdId;
import io.reeve.cluster.data.OsdSpace;
import io.reeve.maps.fs.FsMonitor;
import io.reeve.maps.osd.OsdMonitor;
import java.util.ArrayList;
import java.util.List;

/** The observations that the monitors of the maps work with, made from the states of reporting daemons. */
final class DaemonObservations {
    private static final String DEVICE_CLASS = "[A-Za-z0-9_-]{1,32}";

    private DaemonObservations() {}

    static List<OsdMonitor.ObservedOsd> osds(DaemonTable daemons) {
        List<OsdMonitor.ObservedOsd> seen = new ArrayList<>();
        daemons.ofType("osd").filter(d -> OsdId.isValid(d.id().id())).forEach(d -> {
            String reported = d.metadata("device_class").isEmpty()
                    ? d.metadata("default_device_class")
                    : d.metadata("device_class");
            seen.add(new OsdMonitor.ObservedOsd(OsdId.of(d), d.opening().gid(), d.opening().address(),
                    heard(d), d.metadata("crush_location"), d.metadata("hostname"),
                    reported.matches(DEVICE_CLASS) ? reported : "",
                    OsdSpace.of(d).orElse(OsdSpace.NONE).total().value()));
        });
        return seen;
    }

    static List<FsMonitor.ObservedMds> mds(DaemonTable daemons) {
        List<FsMonitor.ObservedMds> seen = new ArrayList<>();
        daemons.ofType("mds").forEach(d -> {
            FilesystemRole role = d.facts().filesystem();
            if (role != null) {
                seen.add(new FsMonitor.ObservedMds(d.id().id(), d.opening().gid(), d.opening().address(), heard(d),
                        role.filesystem(), role.rank(), role.state()));
            }
        });
        return seen;
    }

    private static GracePeriod.LastContact heard(DaemonState daemon) {
        return new GracePeriod.LastContact(!daemon.presence().isOver(), daemon.heardNanos());
    }
}
