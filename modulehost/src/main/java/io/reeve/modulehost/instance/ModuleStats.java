package io.reeve.modulehost.instance;

import java.time.Duration;

/**
 * Counters of one module since it was enabled on this manager, over all its restarts.
 *
 * @param restarts       how often it was started anew after a failure
 * @param servingFor     how long the current instance has been running; zero if none is
 * @param commands       commands answered, well or not
 * @param commandErrors  those that threw
 * @param commandTime    time spent in handlers
 * @param longestCommand the longest
 * @param notifications  notifications delivered
 * @param notifyErrors   those that threw
 * @param dropped        notifications dropped because the module was too slow
 * @param httpRequests   requests answered
 * @param threads        threads of the module that live now
 */
public record ModuleStats(long restarts, Duration servingFor, long commands, long commandErrors, Duration commandTime,
        Duration longestCommand, long notifications, long notifyErrors, long dropped, long httpRequests, int threads) {}
