package io.reeve.daemon;

import io.reeve.daemon.config.ManagerConfig;

/** Runs one manager until it stops. */
@FunctionalInterface
public interface ManagerRunner {
    /**
     * Blocks until the manager has stopped.
     *
     * @return the exit status of the process
     * @throws Exception with a message for the user, if it cannot start
     */
    int run(ManagerConfig config) throws Exception;
}
