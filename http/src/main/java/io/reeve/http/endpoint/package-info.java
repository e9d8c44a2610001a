/** The endpoints of a manager: health, map, metrics, commands, and the active's pages. */
@NullMarked
package io.reeve.http.endpoint;

import org.jspecify.annotations.NullMarked;
