package io.reeve.modulehost.instance;

import java.time.Duration;

/**
 * The deadlines and queue lengths of the module host.
 *
 * @param startDeadline  the longest time for a constructor
 * @param stopDeadline   the time in which a module must stop before its threads are interrupted
 * @param interruptGrace the time after the interrupt in which it must stop before it is abandoned
 * @param backoffFirst   the pause before the first restart of a failed module; it doubles with each failure
 * @param backoffMost    the longest pause; a module that has run for this long before it fails starts with the first pause
 * @param commandQueue   the number of commands that may wait for a module's command thread; further ones are refused
 * @param notifyQueue    the number of notifications that may wait; further ones drop the oldest
 * @param httpThreads    the number of HTTP requests that a module handles concurrently
 * @param slowCall       the time after which a call that has not returned is a health check
 */
public record HostSettings(Duration startDeadline, Duration stopDeadline, Duration interruptGrace,
        Duration backoffFirst, Duration backoffMost, int commandQueue, int notifyQueue, int httpThreads,
        Duration slowCall) {
    private static final Duration SLOW_CALL = Duration.ofSeconds(5);

    /** Creates settings with the usual time for calls. */
    public HostSettings(Duration startDeadline, Duration stopDeadline, Duration interruptGrace, Duration backoffFirst,
            Duration backoffMost, int commandQueue, int notifyQueue, int httpThreads) {
        this(startDeadline, stopDeadline, interruptGrace, backoffFirst, backoffMost, commandQueue, notifyQueue,
                httpThreads, SLOW_CALL);
    }

    /** The settings that a manager uses. */
    public static HostSettings defaults() {
        return new HostSettings(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(500),
                Duration.ofSeconds(1), Duration.ofMinutes(5), 256, 1000, 64);
    }

    /** The pause before the restart after this number of consecutive failures, which is at least 1. */
    public Duration backoff(int failures) {
        Duration pause = backoffFirst;
        for (int i = 1; i < failures && pause.compareTo(backoffMost) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(backoffMost) < 0 ? pause : backoffMost;
    }
}
