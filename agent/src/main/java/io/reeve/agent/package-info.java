/** The agent, which reports for others: the host, folders as storage daemons, ZooKeeper servers, and JVMs over JMX. */
@NullMarked
package io.reeve.agent;

import org.jspecify.annotations.NullMarked;
