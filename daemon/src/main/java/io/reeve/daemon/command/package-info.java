/** The way of a command through the manager: HTTP, the dispatcher with its memory of what ran, built-in commands. */
@NullMarked
package io.reeve.daemon.command;

import org.jspecify.annotations.NullMarked;
