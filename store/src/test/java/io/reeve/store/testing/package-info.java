/** Fakes for tests of the store. */
@NullMarked
package io.reeve.store.testing;

import org.jspecify.annotations.NullMarked;
