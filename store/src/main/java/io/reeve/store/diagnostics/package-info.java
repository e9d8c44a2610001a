/** Diagnostics of the stored state: what of it a manager tells for the search of a fault. */
@NullMarked
package io.reeve.store.diagnostics;

import org.jspecify.annotations.NullMarked;
