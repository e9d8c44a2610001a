/** Modules' pages: a request handed to a module's handler, and its streams. */
@NullMarked
package io.reeve.http.pages;

import org.jspecify.annotations.NullMarked;
