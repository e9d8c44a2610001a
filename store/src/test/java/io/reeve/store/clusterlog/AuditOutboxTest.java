package io.reeve.store.clusterlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Audit lines wait until somebody has written them. */
class AuditOutboxTest {
    private static final Duration SOON = Duration.ofMillis(1);

    @Test
    void aLineIsSentAgainUntilItIsWrittenAndThenNoMore() {
        List<Long> sent = new CopyOnWriteArrayList<>();
        AuditOutbox outbox = new AuditOutbox((number, _, written) -> {
            sent.add(number);
            if (sent.size() == 3 || number == 2) {
                written.run();
            }
        }, SOON);
        outbox.add("one");
        await().until(() -> sent.size() == 3);
        outbox.add("two");
        await().until(() -> sent.contains(2L));
        assertThat(sent).containsExactly(1L, 1L, 1L, 2L);
    }

    @Test
    void anAnswerThatComesLaterCounts() {
        List<Long> sent = new CopyOnWriteArrayList<>();
        AtomicBoolean fails = new AtomicBoolean(true);
        Map<Long, Runnable> written = new ConcurrentHashMap<>();
        AuditOutbox outbox = new AuditOutbox((number, _, done) -> {
            written.put(number, done); // first, so that it is there for whoever sees that the line was sent
            sent.add(number);
            if (fails.get()) {
                throw new IllegalStateException("no way to anybody");
            }
        }, SOON);
        outbox.add("one");
        await().until(() -> sent.size() >= 3);
        fails.set(false);
        Optional.ofNullable(written.get(1L)).orElseThrow().run();
        outbox.add("two");
        await().until(() -> sent.contains(2L));
        List<Long> all = List.copyOf(sent);
        assertThat(all.subList(all.indexOf(2L), all.size())).doesNotContain(1L);
        Optional.ofNullable(written.get(2L)).orElseThrow().run();
    }

    @Test
    void theOldestIsGivenUpWhenTooManyWait() {
        List<String> sent = new CopyOnWriteArrayList<>();
        AtomicBoolean reachable = new AtomicBoolean();
        AuditOutbox outbox = new AuditOutbox((_, line, written) -> {
            if (reachable.get() && sent.add(line)) {
                written.run();
            }
        }, SOON);
        for (int i = 0; i <= AuditOutbox.MOST; i++) {
            outbox.add("line " + i);
        }
        reachable.set(true);
        await().until(() -> sent.size() == AuditOutbox.MOST);
        assertThat(sent).startsWith("line 1").endsWith("line " + AuditOutbox.MOST).doesNotHaveDuplicates();
    }
}
