/** Fakes and raw clients for tests of this room. */
@NullMarked
package io.reeve.standby.testing;

import org.jspecify.annotations.NullMarked;
