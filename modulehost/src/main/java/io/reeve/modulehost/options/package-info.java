/** The options of modules and of the cluster: their values in the store, the commands that set them, and the log options. */
@NullMarked
package io.reeve.modulehost.options;

import org.jspecify.annotations.NullMarked;
