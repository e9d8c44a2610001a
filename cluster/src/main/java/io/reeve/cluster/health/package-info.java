/** What the manager itself has to say about the cluster's health. */
@NullMarked
package io.reeve.cluster.health;

import org.jspecify.annotations.NullMarked;
