/** The report port, and the connections of managers to each other over it. */
@NullMarked
package io.reeve.reportport.peer;

import org.jspecify.annotations.NullMarked;
