/** The data that {@code get} gives by name, made from reports and from the managers' map. */
@NullMarked
package io.reeve.cluster.data;

import org.jspecify.annotations.NullMarked;
