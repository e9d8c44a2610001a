/** The commands that the manager itself answers; they take the same road as a module's. */
@NullMarked
package io.reeve.daemon.builtin;

import org.jspecify.annotations.NullMarked;
