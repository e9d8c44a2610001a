@NullMarked
package io.reeve.report.testing;

import org.jspecify.annotations.NullMarked;
