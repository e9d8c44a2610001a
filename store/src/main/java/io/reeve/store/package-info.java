/** Readers of ZooKeeper for everything durable besides the election: config-key, cluster log, health, maps. */
@NullMarked
package io.reeve.store;

import org.jspecify.annotations.NullMarked;
