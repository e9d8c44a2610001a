/**
 * The report protocol: what travels between managers and daemons on the report port, as values, and its form on the wire.
 * Both ends use it. It is described, without any Java, in {@code protocol.md}.
 */
@NullMarked
package io.reeve.report.protocol;

import org.jspecify.annotations.NullMarked;
