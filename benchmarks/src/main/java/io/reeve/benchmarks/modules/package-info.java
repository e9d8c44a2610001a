/** Modules that the benchmarks put into the managers which they measure. */
@NullMarked
package io.reeve.benchmarks.modules;

import org.jspecify.annotations.NullMarked;
