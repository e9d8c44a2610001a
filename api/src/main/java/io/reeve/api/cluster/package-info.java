/** The cluster's state, as immutable values. */
@NullMarked
package io.reeve.api.cluster;

import org.jspecify.annotations.NullMarked;
