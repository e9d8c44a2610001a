/** The work of the active: the composition of what runs under one leadership. */
@NullMarked
package io.reeve.daemon.active;

import org.jspecify.annotations.NullMarked;
