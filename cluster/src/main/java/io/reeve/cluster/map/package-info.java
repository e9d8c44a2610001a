/** The cluster's maps as immutable values: storage daemons, crush hierarchy, pools, file systems; their changes and JSON. */
@NullMarked
package io.reeve.cluster.map;

import org.jspecify.annotations.NullMarked;
