/**
 * What a module author compiles against: {@link io.reeve.api.MgrModule}, {@link io.reeve.api.MgrStandbyModule} and
 * what they need. A module sees this package and its sub-packages, the JDK, SLF4J and its own jars; nothing else.
 *
 * <p>The API is not stable yet: a jar states in its manifest ({@code Reeve-Api-Version: [0.1,0.2)}) the range of
 * versions it needs; see {@link io.reeve.api.ApiVersion}.
 */
@NullMarked
package io.reeve.api;

import org.jspecify.annotations.NullMarked;
