/** The health checks that owners have raised, and the mutes. */
@NullMarked
package io.reeve.store.health;

import org.jspecify.annotations.NullMarked;
