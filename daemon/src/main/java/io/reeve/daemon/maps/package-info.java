/** What the active does with the cluster's maps: keeps them up to date, in ZooKeeper and in the cluster's state. */
@NullMarked
package io.reeve.daemon.maps;

import org.jspecify.annotations.NullMarked;
