/** The cluster in Prometheus: what Ceph's module of that name tells, under the same names, and where the managers are. */
@NullMarked
package io.reeve.modules.prometheus;

import org.jspecify.annotations.NullMarked;
