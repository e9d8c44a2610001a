/** The map of the ZooKeeper ensemble, in the place of Ceph's monitors. */
@NullMarked
package io.reeve.maps.mon;

import org.jspecify.annotations.NullMarked;
