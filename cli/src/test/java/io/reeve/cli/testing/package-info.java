/** Fakes for the tests of the command line. */
@NullMarked
package io.reeve.cli.testing;

import org.jspecify.annotations.NullMarked;
