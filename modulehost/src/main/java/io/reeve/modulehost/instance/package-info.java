/** One instance of a module: its threads, the calls into it, and its view of the manager. */
@NullMarked
package io.reeve.modulehost.instance;

import org.jspecify.annotations.NullMarked;
