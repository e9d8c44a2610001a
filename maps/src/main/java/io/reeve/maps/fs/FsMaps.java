package io.reeve.maps.fs;

import java.util.Optional;

/**
 * The map of file systems as commands see it.
 *
 * <p>Each method throws {@link io.reeve.api.NotActiveException} where this manager is not active any more, and
 * {@link io.reeve.api.FrozenException} while the map is being loaded.
 */
public interface FsMaps {
    /** The map. */
    FsMap fs();

    /** The map of an earlier epoch; empty if it is not kept. Blocks. */
    Optional<FsMap> fsAt(long epoch) throws Exception;
}
