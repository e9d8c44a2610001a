/** Fakes and jars made on the fly, for tests of the module host. */
@NullMarked
package io.reeve.modulehost.testing;

import org.jspecify.annotations.NullMarked;
