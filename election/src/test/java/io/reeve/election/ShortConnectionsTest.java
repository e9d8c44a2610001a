package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShortConnectionsTest {
    private final AtomicLong now = new AtomicLong();
    private final ShortConnections connections = new ShortConnections(now::get);

    private boolean connectionOf(Duration length) {
        connections.begun();
        now.addAndGet(length.toNanos());
        return connections.ended();
    }

    @Test
    void fiveThatEndAtOnceAreWorthAWordAndNoMoreUntilOneLasts() {
        Duration tenth = Duration.ofMillis(100);
        for (int i = 1; i < 12; i++) {
            assertThat(connectionOf(tenth)).as("connection %s", i).isEqualTo(i == 5);
        }
        assertThat(connectionOf(Duration.ofSeconds(10))).isFalse();
        for (int i = 1; i < 5; i++) {
            assertThat(connectionOf(tenth)).isFalse();
        }
        assertThat(connectionOf(tenth)).isTrue();
    }
}
