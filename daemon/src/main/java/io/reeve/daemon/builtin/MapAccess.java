package io.reeve.daemon.builtin;

import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.OsdMapDraft;
import io.reeve.maps.osd.Trees;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What commands need of the cluster's maps; each method fails in the words for the user if this manager is not active. */
public interface MapAccess {
    Trees osd();

    FsMap fs();

    /** Empty until the ensemble was looked at. */
    Optional<MonMap> mons();

    DaemonTable daemons();

    /** What modules get by this name; null for nothing. */
    @Nullable
    Object data(String name);

    /** The OSD map as it was. */
    Optional<OsdMap> osdAt(long epoch) throws Exception;

    /** Changes the OSD map, and returns when that is stored. */
    HandleCommandResult change(Function<OsdMapDraft, HandleCommandResult> how) throws Exception;

    /** The file system map as it was. */
    Optional<FsMap> fsAt(long epoch) throws Exception;
}
