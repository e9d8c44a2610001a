package io.reeve.modulehost.instance;

import io.reeve.api.Backoff;
import java.time.Duration;

/**
 * The deadlines and queue lengths of the module host.
 *
 * @param startDeadline  the longest time for a constructor
 * @param stopDeadline   the time in which a module must stop before its threads are interrupted
 * @param interruptGrace the time after the interrupt in which it must stop before it is abandoned
 * @param restart        the pauses before restarts of a failed module; one that has run for the longest of them before it fails
 *                       starts with the first again
 * @param commandQueue   the number of commands that may wait for a module's command thread; further ones are refused
 * @param notifyQueue    the number of notifications that may wait; further ones drop the oldest
 * @param httpThreads    the number of HTTP requests that a module handles concurrently
 * @param slowCall       the time after which a call that has not returned is a health check
 */
public record HostSettings(Duration startDeadline, Duration stopDeadline, Duration interruptGrace,
        Backoff restart, int commandQueue, int notifyQueue, int httpThreads,
        Duration slowCall) {
    private static final Duration SLOW_CALL = Duration.ofSeconds(5);

    /** Creates settings with the usual time for calls. */
    public HostSettings(Duration startDeadline, Duration stopDeadline, Duration interruptGrace, Backoff restart,
            int commandQueue, int notifyQueue, int httpThreads) {
        this(startDeadline, stopDeadline, interruptGrace, restart, commandQueue, notifyQueue,
                httpThreads, SLOW_CALL);
    }

    /** The settings that a manager uses. */
    public static HostSettings defaults() {
        return new HostSettings(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(500),
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)), 256, 1000, 64);
    }
}
