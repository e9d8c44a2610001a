/** Progress events of modules during one leadership, and what of them outlives it. */
@NullMarked
package io.reeve.store.progress;

import org.jspecify.annotations.NullMarked;
