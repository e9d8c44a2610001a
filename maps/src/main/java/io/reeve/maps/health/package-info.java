/** The health checks that follow from the maps and from what daemons report. */
@NullMarked
package io.reeve.maps.health;

import org.jspecify.annotations.NullMarked;
