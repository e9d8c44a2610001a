package io.reeve.modulehost.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedFilesTest {
    private static final Path HANGS = Path.of("/mnt/hangs");
    private final TimedFiles files = new TimedFiles(Duration.ofSeconds(1));
    private final CountDownLatch back = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void close() {
        back.countDown();
        files.close();
    }

    /** A call to a mount that does not come back before the test says so. */
    private int hang() throws InterruptedException {
        int call = calls.incrementAndGet();
        back.await();
        return call;
    }

    @Test
    void aCallThatHangsFailsAfterItsDeadlineWithThePathAndTheTime() {
        assertThatThrownBy(() -> files.call("read", HANGS, this::hang)).isInstanceOf(TimedFiles.LateException.class)
                .hasMessage("/mnt/hangs has not answered within 1000 ms");
    }

    @Test
    void aCallThatHangsIsNotMadeASecondTimeAndCostsOtherPathsNothing() throws IOException {
        assertThatThrownBy(() -> files.call("read", HANGS, this::hang)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.call("read", HANGS, this::hang)).isInstanceOf(IOException.class);
        assertThat(calls).hasValue(1);
        assertThat(files.call("read", Path.of("/other"), () -> "fine")).isEqualTo("fine");
    }

    @Test
    void theResultOfALateCallCountsOnceItIsThere() throws IOException {
        assertThatThrownBy(() -> files.callOrEnd("copy", HANGS, this::hang)).isInstanceOf(IOException.class);
        back.countDown();
        await().ignoreExceptions().untilAsserted(() -> assertThat(files.callOrEnd("copy", HANGS, this::hang)).isOne());
        assertThat(files.callOrEnd("copy", HANGS, this::hang)).isEqualTo(2);
    }

    @Test
    void anAnswerIsAskedForAnewAfterALateCallHasEnded() throws IOException {
        assertThatThrownBy(() -> files.call("look", HANGS, this::hang)).isInstanceOf(IOException.class);
        back.countDown();
        await().ignoreExceptions().untilAsserted(() -> assertThat(files.call("look", HANGS, this::hang)).isEqualTo(2));
    }

    @Test
    void aFailureIsThatOfTheFileSystem() {
        assertThatThrownBy(() -> files.call("read", HANGS, () -> {
            throw new IOException("stale file handle");
        })).hasMessage("stale file handle");
    }
}
