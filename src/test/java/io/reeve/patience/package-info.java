/** What the tests of every room share: the parent pom compiles it into each, and JUnit finds it by itself. */
@NullMarked
package io.reeve.patience;

import org.jspecify.annotations.NullMarked;
