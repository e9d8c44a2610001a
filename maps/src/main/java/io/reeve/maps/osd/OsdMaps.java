package io.reeve.maps.osd;

import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonTable;
import java.util.Optional;
import java.util.function.Function;

/**
 * The OSD map as commands see and change it.
 *
 * <p>Each method throws {@link io.reeve.api.NotActiveException} where this manager is not active any more, and
 * {@link io.reeve.api.FrozenException} while the map is being loaded.
 */
public interface OsdMaps {
    /** The map. */
    OsdMapView osd();

    /** The daemons that report. */
    DaemonTable daemons();

    /** The map of an earlier epoch; empty if it is not kept. Blocks. */
    Optional<OsdMap> osdAt(long epoch) throws Exception;

    /** Changes the map, and returns when the change is stored. */
    HandleCommandResult change(Function<OsdMapDraft, HandleCommandResult> how) throws Exception;
}
