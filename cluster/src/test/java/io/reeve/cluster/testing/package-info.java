/** What tests of the state need. */
@NullMarked
package io.reeve.cluster.testing;

import org.jspecify.annotations.NullMarked;
