/** Maps for tests. */
@NullMarked
package io.reeve.maps.testing;

import org.jspecify.annotations.NullMarked;
