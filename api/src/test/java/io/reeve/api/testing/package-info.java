/** Fakes of what a module sees of its manager and of the cluster. */
@NullMarked
package io.reeve.api.testing;

import org.jspecify.annotations.NullMarked;
