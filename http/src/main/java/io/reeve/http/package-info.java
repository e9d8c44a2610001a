/** The HTTP listener, and what every answer is made with. */
@NullMarked
package io.reeve.http;

import org.jspecify.annotations.NullMarked;
