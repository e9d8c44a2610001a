package io.reeve.modulehost.instance;

import java.time.Duration;

/**
 * The counters of one module since it was enabled on this manager, across all its restarts.
 *
 * @param restarts       restarts after a failure
 * @param servingFor     the time for which the current instance has been running; zero if there is none
 * @param commands       commands answered, including failed ones
 * @param commandErrors  commands whose handlers threw
 * @param commandTime    total time in handlers
 * @param longestCommand longest time of a single command
 * @param notifications  notifications delivered
 * @param notifyErrors   notifications whose callbacks threw
 * @param dropped        notifications dropped because the module was too slow
 * @param httpRequests   HTTP requests handled
 * @param threads        threads of the module that are alive now
 */
public record ModuleStats(long restarts, Duration servingFor, long commands, long commandErrors, Duration commandTime,
        Duration longestCommand, long notifications, long notifyErrors, long dropped, long httpRequests, int threads) {}
