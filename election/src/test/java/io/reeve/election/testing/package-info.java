/** Fakes and helpers for tests of the election. */
@NullMarked
package io.reeve.election.testing;

import org.jspecify.annotations.NullMarked;
