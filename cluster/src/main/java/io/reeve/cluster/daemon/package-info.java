/** The daemons that report: what their sessions tell, and what is known of each. */
@NullMarked
package io.reeve.cluster.daemon;

import org.jspecify.annotations.NullMarked;
