package io.reeve.daemon;

import io.reeve.daemon.config.ManagerConfig;

/** The runner of one manager. */
@FunctionalInterface
public interface ManagerRunner {
    /**
     * Runs a manager. Blocks until it has stopped.
     *
     * @return the exit status of the process
     * @throws Exception with a message for the user, if it cannot start
     */
    int run(ManagerConfig config) throws Exception;
}
