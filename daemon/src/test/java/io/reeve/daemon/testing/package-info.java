/** Helpers of the tests of this room. */
@NullMarked
package io.reeve.daemon.testing;

import org.jspecify.annotations.NullMarked;
