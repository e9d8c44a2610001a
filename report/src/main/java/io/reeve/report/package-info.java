/** The reporter that a service embeds. */
@NullMarked
package io.reeve.report;

import org.jspecify.annotations.NullMarked;
