/** The command {@code status}, which has a line of every subject. */
@NullMarked
package io.reeve.daemon.status;

import org.jspecify.annotations.NullMarked;
