package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person meets who types {@code bin/reeved demo}. */
@Tag("cluster")
class DemoTest {
    @TempDir
    Path folder;

    @Test
    void theDemoStartsThreeManagersEachAProcessAndTellsOfAFailover() throws Exception {
        try (RunningDemo demo = RunningDemo.start(folder)) {
            assertThat(demo.managers()).extracting(RunningDemo.Manager::name).containsExactly("a", "b", "c");
            assertThat(demo.managers()).extracting(RunningDemo.Manager::pid).doesNotHaveDuplicates();
            for (RunningDemo.Manager manager : demo.managers()) {
                assertThat(Http.get(manager.url() + "/hello/").statusCode()).isEqualTo(200);
                assertThat(Files.exists(folder.resolve("data").resolve(manager.name() + ".log"))).isTrue();
            }
            RunningDemo.Manager failed = demo.awaitActive();
            Product.ok(demo.urls(), "config", "set", "mgr", "mgr/hello/log_to_file", "true");
            Product.ok(demo.urls(), "mgr", "module", "restart", "hello");
            await().until(() -> Files.exists(folder.resolve("data").resolve(failed.name() + "-hello.log")));
            Product.ok(demo.urls(), "mgr", "fail");
            await()
                    .untilAsserted(
                            () -> assertThat(demo.log()).content().contains(failed.name() + " handed over: "));
            RunningDemo.Manager killed = demo.awaitActive();
            killed.kill9();
            await().until(() -> !killed.isAlive());
            assertThat(demo.awaitActive()).isNotEqualTo(killed);
            await()
                    .untilAsserted(() -> assertThat(demo.log()).content()
                            .contains(killed.name() + " (pid " + killed.pid() + ") was killed: ")
                            .contains(" took over "));
        }
        assertThat(folder.resolve("data/demo.json")).doesNotExist();
    }

    @Test
    void managersStopWhenTheDemoIsKilled() throws Exception {
        try (RunningDemo demo = RunningDemo.start(folder, "--managers", "2")) {
            demo.process().destroyForcibly().waitFor();
            await()
                    .until(() -> demo.managers().stream().noneMatch(RunningDemo.Manager::isAlive));
        }
    }
}
