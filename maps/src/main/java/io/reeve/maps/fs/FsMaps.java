package io.reeve.maps.fs;

import io.reeve.api.command.HandleCommandResult;
import java.util.Optional;
import java.util.function.Function;

/**
 * The file system map, for the commands about it.
 *
 * <p>Each method throws {@link io.reeve.api.NotActiveException} where this manager is no longer active, and
 * {@link io.reeve.api.FrozenException} while the map is being loaded.
 */
public interface FsMaps {
    /** The map. */
    FsMap fs();

    /** The map of an earlier epoch; empty if it is no longer kept. Blocks. */
    Optional<FsMap> fsAt(long epoch) throws Exception;

    /** Changes the file systems, and returns when the change is stored. */
    HandleCommandResult changeFs(Function<FsDraft, HandleCommandResult> how) throws Exception;

    /** The number of epochs that are kept. */
    int kept();
}
