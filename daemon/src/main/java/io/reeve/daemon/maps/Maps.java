package io.reeve.daemon.maps;

import io.reeve.cluster.map.FsMap;
import io.reeve.cluster.map.Trees;

/**
 * The maps at one moment.
 *
 * @param osd the OSD map with its trees
 * @param fs  the file system map
 */
public record Maps(Trees osd, FsMap fs) {}
