/** The keeper of the cluster's maps: makes the next epochs, stores them, and puts them into the cluster's state. */
@NullMarked
package io.reeve.maps;

import org.jspecify.annotations.NullMarked;
