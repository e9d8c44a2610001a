/** The HTTP side of a standby: it redirects to the active, forwards to it, or answers that there is none. */
@NullMarked
package io.reeve.standby;

import org.jspecify.annotations.NullMarked;
