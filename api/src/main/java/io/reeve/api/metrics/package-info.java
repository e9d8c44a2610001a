/** Metrics: figures of a running process, as monitoring systems read them. */
@NullMarked
package io.reeve.api.metrics;

import org.jspecify.annotations.NullMarked;
