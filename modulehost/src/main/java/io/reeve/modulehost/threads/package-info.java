/** The threads of the manager beside those of modules, and waits that count only the time in which the process ran. */
@NullMarked
package io.reeve.modulehost.threads;

import org.jspecify.annotations.NullMarked;
