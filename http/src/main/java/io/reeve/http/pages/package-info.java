/** The pages of modules: the dispatch of a request to a module's handler, and the streams of both bodies. */
@NullMarked
package io.reeve.http.pages;

import org.jspecify.annotations.NullMarked;
