/** This node as others see it: its identity, its health, its gate for commands, its routes. */
@NullMarked
package io.reeve.daemon.node;

import org.jspecify.annotations.NullMarked;
