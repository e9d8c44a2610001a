/** The cluster log: its lines, kept in order. */
@NullMarked
package io.reeve.store.clusterlog;

import org.jspecify.annotations.NullMarked;
