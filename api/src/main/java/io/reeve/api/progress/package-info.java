/** Progress events: what modules tell of long work. */
@NullMarked
package io.reeve.api.progress;

import org.jspecify.annotations.NullMarked;
