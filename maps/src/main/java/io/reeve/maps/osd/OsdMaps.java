package io.reeve.maps.osd;

import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.data.PlacementGroups;
import java.util.Optional;
import java.util.function.Function;

/**
 * The OSD map, for the commands that show and change it.
 *
 * <p>Each method throws {@link io.reeve.api.NotActiveException} where this manager is no longer active, and
 * {@link io.reeve.api.FrozenException} while the map is being loaded.
 */
public interface OsdMaps {
    /** The map. */
    OsdMapView osd();

    /** The daemons that report. */
    DaemonTable daemons();

    /** The placement groups, as storage daemons report them. */
    PlacementGroups groups();

    /** The map of an earlier epoch; empty if it is no longer kept. Blocks. */
    Optional<OsdMap> osdAt(long epoch) throws Exception;

    /** The number of epochs that are kept. */
    int kept();

    /** Changes the map, and returns when the change is stored. */
    HandleCommandResult change(Function<OsdMapDraft, HandleCommandResult> how) throws Exception;
}
