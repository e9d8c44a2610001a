/** A module that exercises every call of the module API. */
@NullMarked
package io.reeve.modules.selftest;

import org.jspecify.annotations.NullMarked;
