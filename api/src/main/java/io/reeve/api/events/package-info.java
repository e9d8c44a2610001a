/** Streams of events from a module's pages. */
@NullMarked
package io.reeve.api.events;

import org.jspecify.annotations.NullMarked;
