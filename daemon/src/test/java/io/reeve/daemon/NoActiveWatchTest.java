package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.MgrMap;
import io.reeve.maps.health.ClusterHealth;
import io.reeve.store.health.HealthLogLines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the next active says of the time in which nobody could. */
class NoActiveWatchTest {
    private final AtomicLong nanos = new AtomicLong();
    private final NoActiveWatch watch = new NoActiveWatch(nanos::get);

    private void active(long epoch) {
        MgrMap.Manager manager = new MgrMap.Manager("a", 1, "h", 1, "http://h/", "h:1", "1", 0, List.of(), Map.of());
        told(epoch, new MgrMap.Active(manager, epoch, Instant.EPOCH, true, Map.of()));
    }

    private void told(long epoch, MgrMap.@org.jspecify.annotations.Nullable Active active) {
        watch.mapChanged(new MgrMap("reeve", "f", epoch, false, active, Instant.EPOCH, List.of(), List.of()));
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aFailoverIsNoFailure() {
        active(1);
        told(2, null);
        passes(ClusterHealth.FAILOVER);
        active(3);
        assertThat(watch.lines()).isEmpty();
    }

    @Test
    void aLongerTimeIsAFailureThatIsOver() {
        active(1);
        told(2, null);
        passes(Duration.ofSeconds(30));
        told(3, null);
        passes(Duration.ofSeconds(4));
        active(4);
        passes(Duration.ofSeconds(50));
        active(4);
        assertThat(watch.lines()).extracting(HealthLogLines.Line::text)
                .containsExactly("Health check failed: no active mgr for 34 s (MGR_DOWN)",
                        "Health check cleared: MGR_DOWN (was: no active mgr for 34 s)");
    }

    @Test
    void whatWasBeforeAnotherActiveIsNotToldAgain() {
        told(1, null);
        passes(Duration.ofMinutes(1));
        active(2);
        passes(Duration.ofMinutes(1));
        active(3);
        assertThat(watch.lines()).isEmpty();
    }

    @Test
    void theTimeBeforeTheFirstWordDoesNotCount() {
        passes(Duration.ofMinutes(1));
        active(2);
        assertThat(watch.lines()).isEmpty();
    }
}
