package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.daemon.testing.ReevedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path folder;

    private ReevedProcess reeved(String... arguments) throws IOException {
        return ReevedProcess.start(folder, FakeReeved.class.getName(), arguments);
    }

    private ReevedProcess run(String... more) throws IOException {
        return reeved(Stream.concat(
                Stream.of("run", "--id", "a", "--zookeeper", "127.0.0.1:1", "--http", "127.0.0.1:0", "--data", "a"),
                Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void helpAndVersionAreNoErrors() throws Exception {
        try (ReevedProcess help = reeved("run", "--help"); ReevedProcess version = reeved("--version")) {
            assertThat(help.status()).isZero();
            assertThat(help.out()).contains("--session-timeout", "Default: 200ms").doesNotContain("exit-with-parent");
            assertThat(help.err()).isEmpty();
            assertThat(version.status()).isZero();
            assertThat(version.out()).startsWith("reeved ");
        }
    }

    @Test
    void wrongUsageIsStatus2AndOneHint() throws Exception {
        try (ReevedProcess nothing = reeved(); ReevedProcess unknown = reeved("run", "--htpp", "x")) {
            assertThat(nothing.status()).isEqualTo(2);
            assertThat(nothing.err()).contains("A command is missing").contains("See reeved --help.");
            assertThat(unknown.status()).isEqualTo(2);
            assertThat(unknown.err()).contains("--htpp", "See reeved run --help.").doesNotContain("\tat ");
        }
    }

    @Test
    void anUnwritableLogIsAClearRefusal() throws Exception {
        Files.createFile(folder.resolve("file"));
        try (ReevedProcess run = run("--log-file", "file/x.log")) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("--log-file: file/x.log cannot be written").doesNotContain("\tat ");
        }
    }

    @Test
    void endsCleanlyOnSigterm() throws Exception {
        try (ReevedProcess run = run()) {
            await().until(() -> run.err().contains("manager a of cluster reeve starts"));
            run.process().destroy();
            assertThat(run.status()).isZero();
        }
    }

    @Test
    void hangUpReopensTheLogAndEndsNothing() throws Exception {
        try (ReevedProcess run = run("--log-file", "a.log")) {
            Path log = folder.resolve("a.log");
            await().until(
                    () -> Files.exists(log) && Files.readString(log).contains("manager a of cluster reeve starts"));
            Files.move(log, folder.resolve("a.log.1"));
            run.signal("HUP");
            await().until(
                    () -> Files.exists(log) && Files.readString(log).contains("SIGHUP: the log files are opened anew"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log))).isEqualTo("rw-------");
            run.process().destroy();
            assertThat(run.status()).isZero();
        }
    }

    @Test
    void hangUpDoesNotEndAnAgent() throws Exception {
        try (ReevedProcess agent = reeved("agent", "--mgr", "http://127.0.0.1:1", "--id", "x")) {
            await().until(() -> agent.err().contains("is not reported"));
            agent.signal("HUP");
            await().until(() -> agent.err().contains("SIGHUP: the log files are opened anew"));
            agent.process().destroy();
            assertThat(agent.status()).isZero();
        }
    }

    @Test
    void sigtermBeforeThereIsAManagerIsACleanStop() throws Exception {
        try (ReevedProcess run = run("--initial-modules", "slow-start")) {
            await().until(() -> run.err().contains("manager a of cluster reeve starts"));
            run.process().destroy();
            assertThat(run.status()).isZero();
        }
    }

    @Test
    void theEndOfAThreadThatTheManagerNeedsEndsTheProcessWithStatus1() throws Exception {
        try (ReevedProcess run = run("--initial-modules", "lose-thread")) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("Thread cluster-log has ended, and this process is useless without it");
        }
    }

    @Test
    void withItsParentGoneItEnds() throws Exception {
        try (ReevedProcess run = run("--exit-with-parent")) {
            await().until(() -> run.err().contains("manager a of cluster reeve starts"));
            run.input().close();
            assertThat(run.status()).isZero();
            assertThat(run.err()).contains("The process that started this one is gone: stopping");
        }
    }

    @Test
    void theLogTellsWhoCalledExit() throws Exception {
        try (ReevedProcess run = run("--initial-modules", "exit")) {
            assertThat(run.status()).isEqualTo(3);
            assertThat(run.err()).containsOnlyOnce("The process ends: Runtime.exit() called with status: 3, by"
                    + " io.reeve.daemon.FakeReeved.run in thread main");
        }
    }

    @Test
    void aTrainingRunEndsByItself() throws Exception {
        try (ReevedProcess train = reeved("train", "data")) {
            assertThat(train.status()).isZero();
            assertThat(folder.resolve("data/zookeeper")).isDirectory();
        }
    }
}
