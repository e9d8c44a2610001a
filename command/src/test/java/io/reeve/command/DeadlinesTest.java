package io.reeve.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final Duration LONG = Duration.ofHours(24);
    private static final Duration SHORT = Duration.ofMillis(10);

    private final Deadlines deadlines = new Deadlines();
    private final List<String> late = new CopyOnWriteArrayList<>();

    @Test
    void aDeadlineThatPassesIsToldOnceThoughOthersAreFarAway() {
        deadlines.after(LONG, () -> late.add("far"));
        deadlines.after(SHORT, () -> late.add("near"));
        await().until(() -> !late.isEmpty());
        deadlines.after(Duration.ZERO, () -> late.add("at once"));
        await().until(() -> late.size() > 1);

        assertThat(late).containsExactly("near", "at once");
    }

    @Test
    void aLaterDeadlineIsKeptAfterAnEarlierOneHasPassed() {
        deadlines.after(SHORT.multipliedBy(10), () -> late.add("second"));
        deadlines.after(SHORT, () -> late.add("first"));
        deadlines.after(SHORT.multipliedBy(20), () -> late.add("third"));

        await().until(() -> late.size() == 3);
        assertThat(late).containsExactlyInAnyOrder("first", "second", "third");
    }

    @Test
    void aDeadlineThatWasEndedDoesNotPass() {
        deadlines.after(SHORT, () -> late.add("ended")).end();
        deadlines.after(SHORT.multipliedBy(2), () -> late.add("open"));

        await().until(() -> !late.isEmpty());
        assertThat(late).containsExactly("open");
    }

    @Test
    void waitingReturnsTheValueOrThrowsWhatTheFutureEndedWith() throws Exception {
        CompletableFuture<String> value = new CompletableFuture<>();
        deadlines.after(SHORT, () -> value.complete("x"));
        assertThat(deadlines.await(value, LONG)).isEqualTo("x");
        assertThat(deadlines.await(value, Duration.ZERO)).isEqualTo("x");

        CompletableFuture<String> failed = new CompletableFuture<>();
        deadlines.after(SHORT, () -> failed.completeExceptionally(new IllegalStateException("y")));
        assertThatThrownBy(() -> deadlines.await(failed, LONG)).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);

        CompletableFuture<String> cancelled = new CompletableFuture<>();
        deadlines.after(SHORT, () -> cancelled.cancel(false));
        assertThatThrownBy(() -> deadlines.await(cancelled, LONG)).isInstanceOf(CancellationException.class);
    }

    @Test
    void waitingEndsWithTheTimeAndLeavesTheFutureAsItIs() throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();

        assertThatThrownBy(() -> deadlines.await(future, SHORT)).isInstanceOf(TimeoutException.class);
        assertThat(future).isNotDone();
        future.complete("x");
        assertThat(deadlines.await(future, SHORT)).isEqualTo("x");
    }

    @Test
    void aDeadlineWhoseActionFailsDoesNotKeepTheOthersFromPassing() {
        for (int i = 0; i < 10; i++) {
            deadlines.after(SHORT, () -> {
                late.add("failed");
                throw new IllegalStateException("on purpose");
            });
        }
        deadlines.after(SHORT.multipliedBy(10), () -> late.add("later"));

        await().until(() -> late.size() == 11);
        assertThat(late).containsOnlyOnce("later");
    }
}
