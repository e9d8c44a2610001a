/** The sessions of reporting daemons: what they tell goes to the cluster's state, and commands reach them. */
@NullMarked
package io.reeve.daemon.report;

import org.jspecify.annotations.NullMarked;
