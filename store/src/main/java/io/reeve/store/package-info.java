/** Everything durable in ZooKeeper beside the election: config-key, cluster log, health. */
@NullMarked
package io.reeve.store;

import org.jspecify.annotations.NullMarked;
