/** The CRUSH map: where storage daemons are. */
@NullMarked
package io.reeve.maps.crush;

import org.jspecify.annotations.NullMarked;
