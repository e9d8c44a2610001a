package io.reeve.modulehost.instance;

import java.time.Duration;

/**
 * How patient the module host is, and how much it queues.
 *
 * @param startDeadline  how long a constructor may take
 * @param stopDeadline   how long a module may take to stop before its threads are interrupted
 * @param interruptGrace how long it may take from then until it is given up
 * @param backoffFirst   the pause before the first restart of a failed module; doubles each time
 * @param backoffMost    the longest pause; a module that ran so long before it failed starts with the first one again
 * @param commandQueue   how many commands wait for a module's command thread before more are refused
 * @param notifyQueue    how many notifications wait before the oldest are dropped
 * @param httpThreads    how many HTTP requests a module answers at the same time
 */
public record HostSettings(Duration startDeadline, Duration stopDeadline, Duration interruptGrace,
        Duration backoffFirst, Duration backoffMost, int commandQueue, int notifyQueue, int httpThreads) {

    public static HostSettings defaults() {
        return new HostSettings(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(500),
                Duration.ofSeconds(1), Duration.ofMinutes(5), 256, 1000, 64);
    }

    /** The pause before the restart that follows so many failures in a row, at least 1. */
    public Duration backoff(int failures) {
        Duration pause = backoffFirst;
        for (int i = 1; i < failures && pause.compareTo(backoffMost) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(backoffMost) < 0 ? pause : backoffMost;
    }
}
