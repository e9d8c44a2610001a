/** The health checks that follow from what daemons report. */
@NullMarked
package io.reeve.cluster.health;

import org.jspecify.annotations.NullMarked;
