@NullMarked
package io.reeve.report.protocol;

import org.jspecify.annotations.NullMarked;
