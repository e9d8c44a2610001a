package io.reeve.modulehost.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ModuleThreadsTest {
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(2);
    private final ModuleThreads threads = new ModuleThreads("m", ModuleThreadsTest.class.getClassLoader());

    @Test
    void theLogHasTheNamesThatTheManagerGaveAndNoneThatTheModuleChose() throws Exception {
        threads.make("serve", () -> {
            new Thread(this::hold, "login of hunter2").start();
            hold();
        }).start();
        try {
            begun.await();
            assertThat(threads.describe()).contains("thread 'reeve-module-m-serve' at ", "thread 'login of hunter2'");
            assertThat(threads.describeForLog())
                    .contains("thread 'reeve-module-m-serve' at ", "a thread of its own at ")
                    .doesNotContain("hunter2");
        } finally {
            end.countDown();
        }
        assertThat(threads.awaitNone(Duration.ofSeconds(30))).isTrue();
    }

    private void hold() {
        begun.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
