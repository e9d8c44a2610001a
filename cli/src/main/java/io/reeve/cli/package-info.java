/** The {@code reeve} command line: takes words, finds the active manager over HTTP, and shows its answer. */
@NullMarked
package io.reeve.cli;

import org.jspecify.annotations.NullMarked;
