/** What a manager does while another is active: redirect, proxy, or say that nobody serves; and a module's own pages. */
@NullMarked
package io.reeve.standby;

import org.jspecify.annotations.NullMarked;
