/** Diagnostics: the parts of what a manager tells about itself for the search of a fault. */
@NullMarked
package io.reeve.api.diagnostics;

import org.jspecify.annotations.NullMarked;
