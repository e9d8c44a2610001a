/** The smallest complete module: a command, an option, a stored number, a page, and a standby class. */
@NullMarked
package io.reeve.modules.hello;

import org.jspecify.annotations.NullMarked;
