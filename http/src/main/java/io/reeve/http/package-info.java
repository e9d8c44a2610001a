/** The HTTP listener, and the tools with which all endpoints read requests and answer them. */
@NullMarked
package io.reeve.http;

import org.jspecify.annotations.NullMarked;
