/** The data that {@code get} gives by name, and the commands that show it, made from reports and the mgr map. */
@NullMarked
package io.reeve.cluster.data;

import org.jspecify.annotations.NullMarked;
