/** The rehearsal of a take-over: a standby plays it with a cluster of its own, so that its first one is not its slowest. */
@NullMarked
package io.reeve.daemon.rehearsal;

import org.jspecify.annotations.NullMarked;
