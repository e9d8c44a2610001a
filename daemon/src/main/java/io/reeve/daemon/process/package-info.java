/** The process of {@code reeved}: its start, its installation, its end. */
@NullMarked
package io.reeve.daemon.process;

import org.jspecify.annotations.NullMarked;
