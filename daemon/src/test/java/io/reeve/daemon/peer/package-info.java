@NullMarked
package io.reeve.daemon.peer;

import org.jspecify.annotations.NullMarked;
