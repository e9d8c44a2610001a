/** The keeper of the cluster's maps: it makes each next epoch, stores it, and puts it into the cluster's state. */
@NullMarked
package io.reeve.maps;

import org.jspecify.annotations.NullMarked;
