package io.reeve.maps;

import io.reeve.api.cluster.DaemonId;
import io.reeve.cluster.Contributor;
import io.reeve.cluster.SnapshotDraft;
import io.reeve.cluster.daemon.OsdId;
import io.reeve.maps.osd.OsdMapView;
import org.jspecify.annotations.Nullable;

/** A contributor that keeps the storage daemons of the OSD map known although they do not report. */
public final class MapMembers implements Contributor {
    private @Nullable OsdMapView map; // the writer's thread only

    @Override
    public void contribute(SnapshotDraft change) {
        map = change.part(MapParts.OSD_MAP);
    }

    @Override
    public boolean keeps(DaemonId daemon) {
        return map != null && daemon.type().equals("osd") && OsdId.isValid(daemon.id())
                && map.map().osds().containsKey(OsdId.of(daemon.id()));
    }
}
