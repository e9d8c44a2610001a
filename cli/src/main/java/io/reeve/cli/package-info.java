/** The command line {@code reeve}: sends words to the active manager over HTTP, and shows its answer. */
@NullMarked
package io.reeve.cli;

import org.jspecify.annotations.NullMarked;
