/** The crush hierarchy: the locations and weights of storage daemons. */
@NullMarked
package io.reeve.maps.crush;

import org.jspecify.annotations.NullMarked;
