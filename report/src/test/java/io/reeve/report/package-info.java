@NullMarked
package io.reeve.report;

import org.jspecify.annotations.NullMarked;
