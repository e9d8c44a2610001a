package io.reeve.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("the log belongs to the process")
class LogTailTest {
    @BeforeEach
    @AfterEach
    void toConsole() {
        Logging.toConsole();
    }

    @Test
    void theManagersOwnLinesAreThereInOneLineEach() {
        LoggerFactory.getLogger("io.reeve.election.Test").warn("one\nforged \u001b[2J {}", 4711);
        assertThat(tail()).endsWith("io.reeve.election.Test: one forged ?[2J 4711");
    }

    @Test
    void anExceptionIsThereWithoutItsMessage() {
        LoggerFactory.getLogger("io.reeve.store.Test")
                .error("it failed", new IllegalStateException("my secret", new IllegalArgumentException("my secret")));
        assertThat(tail()).contains("it failed", "java.lang.IllegalStateException, without its message",
                "java.lang.IllegalArgumentException, without its message", "LogTailTest.anExceptionIsThere")
                .doesNotContain("my secret");
    }

    @Test
    void whatModulesAndLibrariesLogIsNotThere() {
        for (String logger : List.of("reeve.module.hello", "org.apache.zookeeper.X", "io.reeve.modules.hello.X",
                "io.reeve.Test", "io.reeveX.store.Y", "com.acme.X")) {
            LoggerFactory.getLogger(logger).error("my secret of {}", logger);
        }
        assertThat(tail()).doesNotContain("my secret");
    }

    @Test
    void theOldestLinesGoFirst() {
        LogTail tail = new LogTail(10);
        tail.add(List.of("first", "123456", "7890"));
        assertThat(tail.lines()).containsExactly("123456", "7890");
        tail.add(List.of("x".repeat(50)));
        assertThat(tail.lines()).isEmpty();
    }

    private static String tail() {
        return String.join("\n", LogTail.ofProcess().lines());
    }
}
