package io.reeve.maps;

import io.reeve.election.ClusterPaths;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.osd.OsdMap;
import io.reeve.store.NodeReads;

/**
 * The stores of all maps with history; new ones for each term.
 *
 * @param osd of the storage daemons
 * @param fs  of the file systems
 */
public record MapStores(MapStore<OsdMap> osd, MapStore<FsMap> fs) {
    /** Those of a cluster. */
    public static MapStores of(NodeReads reads, ClusterPaths paths, String fsid, long nowMillis) {
        return new MapStores(new MapStore<>(reads, paths, "osd", MapFormats.osd(fsid, nowMillis)),
                new MapStore<>(reads, paths, "fs", MapFormats.fs()));
    }
}
