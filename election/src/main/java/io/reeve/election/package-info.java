/** The election of the leader: the queue, the epoch, the lease and the fence. */
@NullMarked
package io.reeve.election;

import org.jspecify.annotations.NullMarked;
