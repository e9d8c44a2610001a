package io.reeve.store.clusterlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of other managers are in the cluster log once, however often they come. */
class AuditDeskTest {
    private final List<LogEntry> persisted = new ArrayList<>();
    private final List<LogEntry> waiting = new ArrayList<>();
    private long now;
    private final AuditDesk desk = desk();

    private AuditDesk desk() {
        return new AuditDesk(new AuditDesk.Log() {
            @Override
            public List<LogEntry> lines() {
                return persisted;
            }

            @Override
            public void append(String by, String line) {
                waiting.add(new LogEntry(0, Instant.EPOCH, by, ClusterLogChannel.AUDIT, ClusterLogPriority.INFO, line));
            }
        }, () -> now);
    }

    @Test
    void aLineIsAppendedOnceAndAnsweredWhenItIsPersisted() throws Exception {
        assertThat(desk.take("mgr.b", "order")).isFalse();
        assertThat(desk.take("mgr.b", "order")).isFalse();
        assertThat(waiting).hasSize(1);
        persisted.addAll(waiting);
        assertThat(desk.take("mgr.b", "order")).isTrue();
        assertThat(waiting).hasSize(1);
    }

    @Test
    void theNextActiveFindsTheLineThatTheLastOneWrote() throws Exception {
        assertThat(desk.take("mgr.b", "order")).isFalse();
        persisted.addAll(waiting);
        assertThat(desk().take("mgr.b", "order")).isTrue();
    }

    @Test
    void theSameWordsOfAnotherManagerAreAnotherLine() throws Exception {
        assertThat(desk.take("mgr.b", "order")).isFalse();
        persisted.addAll(waiting);
        assertThat(desk.take("mgr.c", "order")).isFalse();
        assertThat(waiting).extracting(LogEntry::name).containsExactly("mgr.b", "mgr.c");
    }

    @Test
    void aLineThatTheLogDroppedIsAppendedAgain() throws Exception {
        assertThat(desk.take("mgr.b", "order")).isFalse();
        now = Duration.ofSeconds(61).toNanos();
        assertThat(desk.take("mgr.b", "order")).isFalse();
        assertThat(waiting).hasSize(2);
    }
}
