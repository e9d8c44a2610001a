package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.HealthCheck;
import io.reeve.api.NotifyType;
import io.reeve.api.command.Command;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.modulehost.instance.HostSettings;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.SharedMap;
import io.reeve.modulehost.testing.TestModuleJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules for which somebody waits. Their calls return when the shared map says "go". */
class ModuleSlowTest {
    private static final String SLOW = SharedMap.METHOD + """
            void slow() { shared().put("slow", ""); while (!shared().containsKey("go")) { Thread.onSpinWait();
                try { Thread.sleep(5); } catch (InterruptedException e) { return; } } }
            """;
    private final SharedMap sharing = new SharedMap();
    private final Map<String, String> shared = sharing.map();
    @TempDir
    Path dir;

    @AfterEach
    void free() {
        sharing.close();
    }

    private HostFixture slowIn(String body, String spec) {
        HostSettings usual = HostSettings.defaults();
        HostSettings quick = new HostSettings(usual.startDeadline(), usual.stopDeadline(), usual.interruptGrace(),
                usual.restart(), 4, 5, 2, Duration.ofMillis(50));
        return new HostFixture(dir, quick).add(TestModuleJar.module("m", SLOW + body).spec(spec)).run("m");
    }

    /** The check appears while the call lasts, stays the same, and goes with it. */
    private void assertNamed(HostFixture f, String what, String thread) {
        await().until(() -> shared.containsKey("slow"));
        await().until(() -> f.check("MGR_MODULE_SLOW").isPresent());
        HealthCheck named = f.check("MGR_MODULE_SLOW").orElseThrow();
        assertThat(named.summary()).startsWith("Module 'm' has not returned from " + what + " since ")
                .contains(": thread '" + thread + "' at ");
        assertThat(f.check("MGR_MODULE_SLOW")).contains(named);
        shared.put("go", "");
        await().until(() -> f.check("MGR_MODULE_SLOW").isEmpty());
    }

    @Test
    void aCommandThatDoesNotReturnIsNamedAndItsCallersAreToldWhatTheModuleDoes() {
        try (HostFixture f = slowIn("@CliCommand(value = \"m x\", desc = \"d\") void x() { slow(); }", "")) {
            CompletableFuture<HandleCommandResult> first = CompletableFuture.supplyAsync(() -> f.execute("m", "m x"));
            await().until(() -> shared.containsKey("slow"));
            HandleCommandResult second = f.host.execute(new Command("m x", Map.of(), new byte[0], "plain"), "m",
                    Duration.ofMillis(1200));
            assertThat(second.stderr()).startsWith("Module 'm' did not answer 'm x' within 1200 ms; "
                    + "it has not returned from command 'm x' since ");
            assertNamed(f, "command 'm x'", "reeve-module-m-command");
            assertThat(first.join().retval()).isZero();
        }
    }

    @Test
    void aNotificationThatDoesNotReturnIsNamed() {
        try (HostFixture f = slowIn("public void notify(NotifyType type, String id) { slow(); }",
                ".withNotifyTypes(NotifyType.OSD_MAP)")) {
            f.host.notifyAll(NotifyType.OSD_MAP, "1");
            assertNamed(f, "notify", "reeve-module-m-notify");
        }
    }

    @Test
    void aChangeOfOptionsThatDoesNotReturnIsNamed() {
        try (HostFixture f = slowIn("public void configNotify() { slow(); }", "")) {
            f.host.optionChanged(List.of("config/mgr/m/log_level"));
            assertNamed(f, "configNotify", "reeve-module-m-notify");
        }
    }

    @Test
    void aShutdownThatDoesNotReturnIsNamed() {
        try (HostFixture f = slowIn("public void shutdown() { slow(); }", "")) {
            f.host.disableSoon("m");
            assertNamed(f, "shutdown", "reeve-module-m-shutdown");
        }
    }

    @Test
    void aModuleThatServesIsWaitedForByNobody() {
        try (HostFixture f = slowIn("public void serve() { slow(); }", "")) {
            await().until(() -> shared.containsKey("slow"));
            await().during(Duration.ofMillis(200)).until(() -> f.check("MGR_MODULE_SLOW").isEmpty());
        }
    }
}
