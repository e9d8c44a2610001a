/** Commands: how a module declares them, what a handler gets, and what it gives back. */
@NullMarked
package io.reeve.api.command;

import org.jspecify.annotations.NullMarked;
