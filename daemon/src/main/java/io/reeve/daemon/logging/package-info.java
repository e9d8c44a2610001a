/** The log of a manager: one format, rotating files, levels at run time. */
@NullMarked
package io.reeve.daemon.logging;

import org.jspecify.annotations.NullMarked;
