/** The map of file systems and their metadata servers. */
@NullMarked
package io.reeve.maps.fs;

import org.jspecify.annotations.NullMarked;
