@NullMarked
package io.reeve.benchmarks;

import org.jspecify.annotations.NullMarked;
