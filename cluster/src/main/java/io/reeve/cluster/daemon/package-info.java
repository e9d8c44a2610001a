/** The daemons that report: what their sessions deliver, and the state of each. */
@NullMarked
package io.reeve.cluster.daemon;

import org.jspecify.annotations.NullMarked;
