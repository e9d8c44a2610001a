/** The manager process: what it is made of, and what it does in which role. */
@NullMarked
package io.reeve.daemon;

import org.jspecify.annotations.NullMarked;
