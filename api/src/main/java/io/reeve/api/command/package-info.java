/** The commands of modules: declaration, arguments and results. */
@NullMarked
package io.reeve.api.command;

import org.jspecify.annotations.NullMarked;
