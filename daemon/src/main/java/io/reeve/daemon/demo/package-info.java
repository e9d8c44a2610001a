/** Several managers on an embedded ZooKeeper, for trying things out. */
@NullMarked
package io.reeve.daemon.demo;

import org.jspecify.annotations.NullMarked;
