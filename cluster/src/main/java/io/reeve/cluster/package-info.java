/** The cluster's state in memory: one writer, and immutable snapshots for everybody else. */
@NullMarked
package io.reeve.cluster;

import org.jspecify.annotations.NullMarked;
