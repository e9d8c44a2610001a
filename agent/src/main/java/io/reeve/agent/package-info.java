/** Reports what does not report by itself: the host, folders as storage daemons, ZooKeeper servers, JVMs over JMX. */
@NullMarked
package io.reeve.agent;

import org.jspecify.annotations.NullMarked;
