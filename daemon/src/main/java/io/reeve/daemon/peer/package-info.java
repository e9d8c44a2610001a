/** The report port, and the connections that managers keep to each other over it. */
@NullMarked
package io.reeve.daemon.peer;

import org.jspecify.annotations.NullMarked;
