/** The health checks that are raised, and the mutes. */
@NullMarked
package io.reeve.store.health;

import org.jspecify.annotations.NullMarked;
