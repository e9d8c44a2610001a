/** The diagnostics of this process: what it is, its threads, its log and its settings, each field named. */
@NullMarked
package io.reeve.daemon.diagnostics;

import org.jspecify.annotations.NullMarked;
