/** The cluster log: its queue, its nodes in ZooKeeper, and the command that shows it. */
@NullMarked
package io.reeve.store.clusterlog;

import org.jspecify.annotations.NullMarked;
