/** The bundled ZooKeeper server: alone, as a member of an ensemble, or inside the demo. */
@NullMarked
package io.reeve.daemon.zookeeper;

import org.jspecify.annotations.NullMarked;
