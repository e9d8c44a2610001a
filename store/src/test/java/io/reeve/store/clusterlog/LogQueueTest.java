package io.reeve.store.clusterlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogQueueTest {
    private final AtomicLong nanos = new AtomicLong();
    private final LogQueue queue = new LogQueue(new LogQueue.QueueLimits(3, 2, 10), InstantSource.fixed(Instant.EPOCH),
            nanos::get);

    @Test
    void aSourceThatSaysTooMuchIsCutShortAndALineSaysHowManyWereDropped() {
        for (int i = 0; i < 8; i++) {
            say("chatty", "line " + i);
        }
        say("other", "hello");
        assertThat(messages()).containsExactly("line 0", "line 1", "line 2", "hello");

        nanos.addAndGet(1_000_000_000L);
        say("chatty", "again");
        say("chatty", "too soon");
        assertThat(messages()).endsWith("hello",
                "5 lines of chatty dropped: more than 2 in a second, or more than 10 waiting", "again");
    }

    @Test
    void aSourceThatFellSilentIsStillToldOf() {
        for (int i = 0; i < 5; i++) {
            say("chatty", "line " + i);
        }
        assertThat(messages()).hasSize(3);
        nanos.addAndGet(1_000_000_000L);

        assertThat(messages()).hasSize(4).last().asString().startsWith("2 lines of chatty dropped");
        assertThat(queue.peek(10).getLast().priority()).isEqualTo(ClusterLogPriority.WARN);
    }

    @Test
    void theQueueIsBounded() {
        for (int i = 0; i < 15; i++) {
            say("source" + i, "line");
        }
        assertThat(queue.size()).isEqualTo(10);
        queue.remove(10);

        assertThat(messages()).hasSize(5).allMatch(m -> m.contains("1 lines of source"));
    }

    private void say(String name, String message) {
        boolean _ = queue.add(name, ClusterLogChannel.CLUSTER, ClusterLogPriority.INFO, message);
    }

    private List<String> messages() {
        return queue.peek(100).stream().map(LogEntry::message).toList();
    }
}
