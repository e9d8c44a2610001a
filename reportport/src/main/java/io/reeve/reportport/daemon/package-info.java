/** The sessions of reporting daemons. */
@NullMarked
package io.reeve.reportport.daemon;

import org.jspecify.annotations.NullMarked;
