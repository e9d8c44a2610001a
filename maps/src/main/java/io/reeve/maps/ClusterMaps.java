package io.reeve.maps;

import io.reeve.maps.fs.FsMap;
import io.reeve.maps.osd.OsdMapView;

/**
 * The maps at one moment.
 *
 * @param osd the OSD map with its trees
 * @param fs  the file system map
 */
public record ClusterMaps(OsdMapView osd, FsMap fs) {}
