/** The dashboard: the cluster in a browser, live, and through failovers. */
@NullMarked
package io.reeve.modules.dashboard;

import org.jspecify.annotations.NullMarked;
