package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AbilityWatchTest {
    private final List<String> changes = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private @Nullable String failure;
    private final AbilityWatch watch = new AbilityWatch(this::attempt, why -> changes.add(String.valueOf(why)),
            now::get);

    private void attempt() throws IOException {
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    @Test
    void oneFailureMakesItUnableAndTwoSuccessesInARowAbleAgain() {
        watch.once();
        assertThat(changes).isEmpty();
        failure = "No space left on device";
        watch.once();
        assertThat(watch.unable()).isEqualTo("No space left on device");
        failure = null;
        watch.once();
        failure = "again";
        watch.once();
        failure = null;
        watch.once();
        assertThat(watch.unable()).isNotNull();
        watch.once();
        assertThat(watch.unable()).isNull();
        assertThat(changes).containsExactly("No space left on device", "null");
    }

    @Test
    void aFolderThatHangsMakesItUnable() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        AbilityWatch hanging = new AbilityWatch(() -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }, why -> changes.add(String.valueOf(why)), now::get);
        Thread trial = Thread.ofPlatform().start(hanging::once);
        begun.await();
        hanging.look();
        assertThat(hanging.unable()).isNull();
        now.addAndGet(AbilityWatch.HANGS.toNanos() + 1);
        hanging.look();
        assertThat(hanging.unable()).contains("has not returned for 10 s");
        go.countDown();
        assertThat(trial.join(Duration.ofSeconds(60))).isTrue();
        hanging.once();
        await().until(() -> hanging.unable() == null);
    }
}
