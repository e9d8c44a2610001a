/**
 * The report protocol: the messages between managers and daemons on the report port, and their form on the wire. Both
 * ends use this package. The protocol is specified, independently of Java, in {@code protocol.md}.
 */
@NullMarked
package io.reeve.report.protocol;

import org.jspecify.annotations.NullMarked;
