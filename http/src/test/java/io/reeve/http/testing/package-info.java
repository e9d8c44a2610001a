/** Servers and clients for tests of HTTP. */
@NullMarked
package io.reeve.http.testing;

import org.jspecify.annotations.NullMarked;
