/** The catalog of modules: the jars of the module path, found, checked and loaded, with what they declare. */
@NullMarked
package io.reeve.modulehost.catalog;

import org.jspecify.annotations.NullMarked;
