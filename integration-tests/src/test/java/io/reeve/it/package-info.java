/** Several real managers as processes, against a real ZooKeeper, from the distribution; and the architecture's rules. */
@NullMarked
package io.reeve.it;

import org.jspecify.annotations.NullMarked;
