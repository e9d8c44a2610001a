@NullMarked
package io.reeve.reportport.peer;

import org.jspecify.annotations.NullMarked;
