@NullMarked
package io.reeve.daemon.report;

import org.jspecify.annotations.NullMarked;
