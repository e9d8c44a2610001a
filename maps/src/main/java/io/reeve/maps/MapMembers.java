package io.reeve.maps;

import io.reeve.api.cluster.DaemonId;
import io.reeve.cluster.Contributor;
import io.reeve.cluster.SnapshotDraft;
import io.reeve.maps.osd.OsdMapView;
import org.jspecify.annotations.Nullable;

/** Keeps the storage daemons of the OSD map known although they do not report. */
public final class MapMembers implements Contributor {
    private @Nullable OsdMapView map; // the writer's thread only

    @Override
    public void contribute(SnapshotDraft change) {
        map = change.part(MapParts.OSD_MAP);
    }

    @Override
    public boolean keeps(DaemonId daemon) {
        return map != null && daemon.type().equals("osd") && daemon.id().matches("[0-9]{1,9}")
                && map.map().osds().containsKey(Integer.valueOf(daemon.id()));
    }
}
