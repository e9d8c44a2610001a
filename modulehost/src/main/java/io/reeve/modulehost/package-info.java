/** The module host: finds, loads, runs and stops modules, for the active and for the standby role. */
@NullMarked
package io.reeve.modulehost;

import org.jspecify.annotations.NullMarked;
