/**
 * The reporter that a service embeds: {@link io.reeve.report.Reporter} finds the cluster's active manager, reports the
 * service's counters and state to it, and answers its commands.
 */
@NullMarked
package io.reeve.report;

import org.jspecify.annotations.NullMarked;
