/** The process of {@code reeved}: how it starts, what it is, how it ends. */
@NullMarked
package io.reeve.daemon.process;

import org.jspecify.annotations.NullMarked;
