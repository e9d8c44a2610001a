package io.reeve.api.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A progress event that runs.
 *
 * @param module    the module that it is of
 * @param event     its id, its newest message and its flags
 * @param fraction  the finished part of the work, 0 to 1
 * @param started   when it started, to the millisecond; a failover does not change that
 * @param inherited whether the module has yet to take it up again, after a failover or its own restart
 */
public record RunningEvent(String module, ProgressEvent event, double fraction, Instant started, boolean inherited) {
    /** The id by which operators see it, which no other event has: {@code MODULE/ID}. */
    public String name() {
        return module + "/" + event.id();
    }

    /** The time since it started. */
    public Duration age(Instant now) {
        return between(started, now);
    }

    /** The time that the rest takes if it goes on like before, as Ceph estimates it; empty at fraction 0. */
    public Optional<Duration> remaining(Instant now) {
        return fraction == 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds((long) (age(now).toMillis() / 1000.0 * (1 - fraction) / fraction)));
    }

    /** The time between two stamps, which may be of two managers with different clocks. */
    static Duration between(Instant from, Instant to) {
        return from.isAfter(to) ? Duration.ZERO : Duration.between(from, to);
    }
}
