/** The formats in which a command's result is shown: plain text, JSON, YAML. */
@NullMarked
package io.reeve.command.output;

import org.jspecify.annotations.NullMarked;
