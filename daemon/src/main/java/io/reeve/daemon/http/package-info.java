/** The manager's HTTP listener, what every node answers itself, and what the active answers. */
@NullMarked
package io.reeve.daemon.http;

import org.jspecify.annotations.NullMarked;
