/** The role of this manager: one value, the events that change it, and the one thread that writes it. */
@NullMarked
package io.reeve.daemon.role;

import org.jspecify.annotations.NullMarked;
