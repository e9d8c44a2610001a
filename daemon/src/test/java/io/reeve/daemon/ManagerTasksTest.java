package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManagerTasksTest {
    @Test
    void aTaskThatFailsIsRunAgain() throws Exception {
        CountDownLatch runs = new CountDownLatch(3);
        try (ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor()) {
            Manager.every(executor, Duration.ofMillis(1), () -> {
                runs.countDown();
                throw new IllegalStateException("for a test");
            });
            assertThat(runs.await(60, TimeUnit.SECONDS)).isTrue();
            executor.shutdownNow();
        }
    }
}
