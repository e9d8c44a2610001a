/** The command descriptor grammar: parsed once, then it serves validation, help and completion. */
@NullMarked
package io.reeve.modulehost.command;

import org.jspecify.annotations.NullMarked;
