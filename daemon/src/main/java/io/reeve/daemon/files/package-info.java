/** Files that only this process may read. */
@NullMarked
package io.reeve.daemon.files;

import org.jspecify.annotations.NullMarked;
