/** The dispatcher: it takes a command, checks it, lets it in, runs it once, and remembers its result. */
@NullMarked
package io.reeve.command;

import org.jspecify.annotations.NullMarked;
