/**
 * The API for module authors: {@link io.reeve.api.MgrModule}, {@link io.reeve.api.MgrStandbyModule} and the types that
 * they use. A module sees this package and its subpackages, the JDK, SLF4J and its own jars, and nothing else.
 *
 * <p>The API is not stable yet. A jar states in its manifest the range of versions that it works with ({@code
 * Reeve-Api-Version: [0.1,0.2)}); see {@link io.reeve.api.ApiVersion}.
 */
@NullMarked
package io.reeve.api;

import org.jspecify.annotations.NullMarked;
