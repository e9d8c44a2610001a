/** The manager process: its command line and its composition. */
@NullMarked
package io.reeve.daemon;

import org.jspecify.annotations.NullMarked;
