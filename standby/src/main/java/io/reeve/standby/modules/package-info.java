/** The modules of a manager that stands by. */
@NullMarked
package io.reeve.standby.modules;

import org.jspecify.annotations.NullMarked;
