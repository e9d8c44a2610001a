/** The files of a process: they are for its user alone. */
@NullMarked
package io.reeve.daemon.files;

import org.jspecify.annotations.NullMarked;
