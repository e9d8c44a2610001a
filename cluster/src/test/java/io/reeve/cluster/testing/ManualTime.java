package io.reeve.cluster.testing;

import io.reeve.cluster.daemon.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that go on when told to. */
public final class ManualTime {
    public static final Instant START = Instant.parse("2026-11-22T17:00:00Z");
    private final AtomicLong nanos = new AtomicLong();

    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    public Clocks time() {
        return new Clocks(() -> START.plusNanos(nanos.get()), nanos::get);
    }
}
