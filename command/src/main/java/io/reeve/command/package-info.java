/** The dispatcher, which parses a command, admits it, executes it once and remembers its result. */
@NullMarked
package io.reeve.command;

import org.jspecify.annotations.NullMarked;
