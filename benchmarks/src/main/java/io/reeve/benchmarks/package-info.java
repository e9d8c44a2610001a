/** Whole-process benchmarks of the distribution, against the figures that it promises. */
@NullMarked
package io.reeve.benchmarks;

import org.jspecify.annotations.NullMarked;
