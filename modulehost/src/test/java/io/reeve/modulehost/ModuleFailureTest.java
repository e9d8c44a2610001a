package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.HealthCheck;
import io.reeve.api.NotifyType;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.modulehost.ModuleChange.ChangeOutcome;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.TestModuleJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleFailureTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"new IllegalStateException(\"bad\")", "new StackOverflowError(\"bad\")",
            "new OutOfMemoryError(\"bad\")", "new NoClassDefFoundError(\"bad\")"})
    void throwingConstructorIsAHealthErrorAndTriedAgain(String thrown) {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m")
                .constructor(
                        "if (!getStore(\"ok\").isPresent()) throw " + thrown + ";"))
                .run("m")) {
            f.awaitState("m", ModuleState.FAILED);
            assertThat(f.summary("MGR_MODULE_ERROR")).startsWith("Module 'm' has failed: ").endsWith(": bad");
            HandleCommandResult result = f.execute("m", "m x");
            assertThat(result.retval()).isEqualTo(-Errno.EIO.number());
            assertThat(result.stderr())
                    .startsWith("Module 'm' has experienced an error and cannot handle commands: ");
            f.services.put("mgr/m/ok", "1");
            f.fireTimers();
            f.awaitState("m", ModuleState.RUNNING);
            f.fireTimers();
            await().until(() -> f.host.healthChecks().isEmpty());
        }
    }

    @Test
    void theWorkOfAModuleEndsWithEachInstanceOfItButNotWithTheLeadership() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m")).run("m")) {
            f.awaitState("m", ModuleState.RUNNING);
            assertThat(f.host.restart("m").ok()).isTrue();
            assertThat(f.services.progressEnded).containsExactly("m");
            assertThat(f.host.disable("m").ok()).isTrue();
            assertThat(f.services.progressEnded).containsExactly("m", "m");
            assertThat(f.host.enable("m").ok()).isTrue();
            assertThat(f.host.stop(HostFixture.LONG)).isEmpty();
            assertThat(f.services.progressEnded).containsExactly("m", "m");
        }
    }

    @Test
    void enableTellsWhyAModuleFailsToStartAndItStaysEnabled() {
        try (HostFixture f = new HostFixture(dir)
                .add(TestModuleJar.module("m").constructor("if (true) throw new IllegalStateException(\"bad\");"))
                .run()) {
            ModuleChange change = f.host.enable("m");
            assertThat(change.outcome()).isEqualTo(ChangeOutcome.FAILED);
            assertThat(change.text()).contains("IllegalStateException: bad");
            f.awaitState("m", ModuleState.FAILED);
            assertThat(f.host.enable("m").outcome()).isEqualTo(ChangeOutcome.ALREADY);
        }
    }

    @Test
    void aFailureWithoutMessageIsToldByItsCause() {
        try (HostFixture f = new HostFixture(dir)
                .add(TestModuleJar.module("m",
                        "static { if (true) throw new IllegalStateException(\"in the static part\"); }"))
                .run()) {
            assertThat(f.host.enable("m").text())
                    .contains("ExceptionInInitializerError: IllegalStateException: in the static part");
        }
    }

    @Test
    void backOffDoublesFromOneSecondToFiveMinutes() {
        try (HostFixture f = new HostFixture(dir)
                .add(TestModuleJar.module("m", "public void serve() { throw new StackOverflowError(\"deep\"); }"))
                .run("m")) {
            StringBuilder pauses = new StringBuilder();
            for (int i = 0; i < 11; i++) {
                f.awaitState("m", ModuleState.FAILED);
                int attempt = i;
                await().until(
                        () -> f.timers.stream()
                                .anyMatch(t -> t.after().equals(f.env.settings().restart().pause(attempt + 1))));
                pauses.append(f.env.settings().restart().pause(i + 1).toSeconds()).append(' ');
                f.fireTimers();
                await().until(() -> f.host.status().getFirst().stats().restarts() > attempt);
            }
            assertThat(pauses.toString()).isEqualTo("1 2 4 8 16 32 64 128 256 300 300 ");
            assertThat(f.summary("MGR_MODULE_ERROR")).isEqualTo("Module 'm' has failed: StackOverflowError: deep");
        }
    }

    @Test
    void severalFailuresAreCountedAndListed() {
        String bad = "public void serve() { throw new IllegalStateException(getModuleName()); }";
        AtomicReference<List<HealthCheck>> heard = new AtomicReference<>(List.of());
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", bad))
                .add(TestModuleJar.module("n", bad))
                .run();
                ActiveHost host = new ActiveHost(f.env, f.services, heard::set)) {
            host.start(java.util.Set.of("m", "n"));
            await().untilAsserted(() -> {
                assertThat(heard.get()).singleElement().satisfies(c -> {
                    assertThat(c.summary()).isEqualTo("2 mgr modules have failed");
                    assertThat(c.severity()).isEqualTo(HealthCheck.Severity.ERROR);
                    assertThat(c.detail()).contains("Module 'm' has failed: IllegalStateException: m",
                            "Module 'n' has failed: IllegalStateException: n");
                });
            });
        }
    }

    @Test
    void failedModuleIsRestartedByCommandAtOnce() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m",
                "public void serve() { if (getStore(\"ok\").isEmpty()) throw new IllegalStateException(\"x\"); }"))
                .run("m")) {
            f.awaitState("m", ModuleState.FAILED);
            f.services.put("mgr/m/ok", "1");
            assertThat(f.host.restart("m").ok()).isTrue();
            assertThat(f.state("m")).isEqualTo(ModuleState.RUNNING);
            assertThat(f.host.healthChecks()).isEmpty();
        }
    }

    @Test
    void aModuleThatFailedOnceIsShownUntilItHasRunWellForAMinute() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m",
                "public void serve() { if (getStore(\"ok\").isEmpty()) throw new IllegalStateException(\"x\"); }"))
                .run("m")) {
            f.awaitState("m", ModuleState.FAILED);
            f.services.put("mgr/m/ok", "1");
            f.fireTimers();
            f.awaitState("m", ModuleState.RUNNING);
            assertThat(f.summary("MGR_MODULE_ERROR")).isEqualTo("Module 'm' has failed: IllegalStateException: x"
                    + " (started again; this is shown until it has run for 60 s)");
            assertThat(f.timers).extracting(HostFixture.Pending::after).contains(Duration.ofSeconds(60));
            assertThat(f.execute("m", "m x").stderr()).doesNotContain("has experienced an error");
            f.fireTimers();
            await().until(() -> f.host.healthChecks().isEmpty());
        }
    }

    @Test
    void failedModuleIsDisabledDuringItsBackOff() {
        try (HostFixture f = new HostFixture(dir)
                .add(TestModuleJar.module("m", "public void serve() { throw new IllegalStateException(\"x\"); }"))
                .run("m")) {
            f.awaitState("m", ModuleState.FAILED);
            assertThat(f.host.disable("m").ok()).isTrue();
            f.fireTimers();
            assertThat(f.host.status()).isEmpty();
            assertThat(f.host.healthChecks()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw new IllegalStateException(\"two\\nlines\");", "return deep(0);",
            "throw new OutOfMemoryError(\"x\");", "throw new Nasty();"})
    void throwingHandlerIsOneLineWithAnIdAndTheModuleGoesOn(String body) {
        try (HostFixture f = new HostFixture(dir)
                .add(TestModuleJar.module("m", "int deep(int n) { return deep(n + 1) + 1; }"
                        + "static class Nasty extends RuntimeException { public String getMessage() { throw this; } }"
                        + "@CliCommand(value = \"m bad\", desc = \"d\") int bad() { " + body + " }"
                        + "@CliCommand(value = \"m good\", desc = \"d\") String good() { return \"fine\"; }"))
                .run("m")) {
            HandleCommandResult result = f.execute("m", "m bad");
            assertThat(result.retval()).isEqualTo(-Errno.EINVAL.number());
            assertThat(result.stderr()).doesNotContain("\n")
                    .doesNotContainPattern("Exception|Error:|Nasty")
                    .startsWith("Module 'm' failed in 'm bad': ")
                    .containsPattern("\\(error [0-9a-f]{8} in the manager's log\\)$");
            assertThat(HostFixture.out(f.execute("m", "m good"))).isEqualTo("fine");
            assertThat(f.host.healthChecks()).isEmpty();
            assertThat(f.host.status().getFirst().stats().commandErrors()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"FrozenException, EAGAIN", "NotActiveException, ESTALE", "OutcomeUnknownException, ETIMEDOUT"})
    void handlerWhoseWriteCouldNotBeMadeSaysSo(String thrown, String errno) {
        try (HostFixture f = new HostFixture(dir)
                .add(TestModuleJar.module("m", "@CliCommand(value = \"m bad\", desc = \"d\")"
                        + " int bad() { throw new io.reeve.api." + thrown + "(\"why\"); }"))
                .run("m")) {
            HandleCommandResult result = f.execute("m", "m bad");
            assertThat(result.retval()).isEqualTo(-Errno.valueOf(errno).number());
            assertThat(result.stderr()).isEqualTo(errno.equals("ETIMEDOUT") ? "outcome unknown: why" : "why");
            assertThat(f.host.status().getFirst().stats().commandErrors()).isZero();
        }
    }

    @Test
    void handlerThatReturnsNothingOfUseIsToldSo() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", """
                public HandleCommandResult handleCommand(Command c) { return null; }
                @CliCommand(value = "m thread", desc = "d") Object thread() { return Thread.currentThread(); }
                record P(String name, List<Integer> sizes) {}
                @CliCommand(value = "m data", desc = "d") Object data() { return Map.of("p", new P("x", List.of(1))); }
                """)).run("m")) {
            assertThat(f.execute("m", "m x").stderr()).contains("returned wrong type");
            assertThat(f.execute("m", "m thread").stderr()).contains("contains a java.lang.Thread");
            assertThat(f.execute("m", "m data").data())
                    .hasToString("{\"p\":{\"name\":\"x\",\"sizes\":[1]}}");
        }
    }

    @Test
    void failingNotificationIsAHealthWarningUntilOneGoesWell() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m",
                "public void notify(NotifyType t, String id) { if (id.equals(\"bad\")) throw new LinkageError(\"oops\"); }"
                        + "public void configNotify() { throw new IllegalStateException(\"conf\"); }")
                .spec(".withNotifyTypes(NotifyType.HEALTH)")).run("m")) {
            f.host.notifyAll(NotifyType.HEALTH, "bad");
            await().until(() -> f.summary("MGR_MODULE_NOTIFY_ERROR")
                    .equals("Module 'm': notify failed: LinkageError: oops"));
            f.host.optionChanged(List.of("config/mgr/m/log_level"));
            await().until(() -> f.check("MGR_MODULE_NOTIFY_ERROR").orElseThrow().detail().size() == 2);
            assertThat(f.state("m")).isEqualTo(ModuleState.RUNNING);
            f.host.notifyAll(NotifyType.HEALTH, "good");
            await().until(() -> f.summary("MGR_MODULE_NOTIFY_ERROR")
                    .equals("Module 'm': configNotify failed: IllegalStateException: conf"));
        }
    }

    @Test
    void slowModuleLosesNotificationsVisibly() {
        try (HostFixture f = new HostFixture(dir, HostFixture.impatient()).add(TestModuleJar.module("m",
                "public void notify(NotifyType t, String id) { try { pause(Duration.ofHours(1)); } "
                        + "catch (InterruptedException e) { } }")
                .spec(".withNotifyTypes(NotifyType.CLOG, NotifyType.HEALTH)")).run("m")) {
            for (int i = 0; i < 20; i++) {
                f.host.notifyAll(NotifyType.CLOG, "cluster");
            }
            await().until(() -> f.summary("MGR_MODULE_NOTIFY_ERROR").contains("notifications were dropped"));
            long dropped = f.host.status().getFirst().stats().dropped();
            assertThat(dropped).isBetween(14L, 15L);
            assertThat(f.host.status().getFirst().stats().dropped()).isEqualTo(dropped);
        }
    }

    @Test
    void spinningHandlerDelaysNoOtherModule() throws Exception {
        try (HostFixture f = new HostFixture(dir, HostFixture.impatient()).add(TestModuleJar.module("spin", """
                volatile boolean stop;
                public void shutdown() { stop = true; }
                @CliCommand(value = "spin", desc = "d") void spin() { while (!stop) Thread.onSpinWait(); }
                """))
                .add(TestModuleJar.module("m", "@CliCommand(value = \"m\", desc = \"d\") void m() {}"))
                .add(TestModuleJar.module("loop", "public void serve() { throw new IllegalStateException(\"x\"); }"))
                .run("spin", "m", "loop")) {
            CompletableFuture<HandleCommandResult> spinning = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(() -> spinning.complete(
                            f.host.execute(new Command("spin", Map.of(), new byte[0], "plain"), "spin",
                                    Duration.ofSeconds(2))));
            await().until(() -> threadsOf(f, "spin") > 0);
            for (int i = 0; i < 100; i++) {
                assertThat(f.execute("m", "m").retval()).isZero();
            }
            assertThat(threadsOf(f, "spin")).as("it still spins").isPositive();
            assertThat(spinning.get().retval()).isEqualTo(-Errno.ETIMEDOUT.number());
        }
    }

    private static int threadsOf(HostFixture f, String module) {
        return f.host.status()
                .stream()
                .filter(s -> s.name().equals(module))
                .mapToInt(s -> s.stats().threads())
                .sum();
    }

    @Test
    void fullCommandQueueRefusesAndATimedOutCommandThatWaitedIsNeverExecuted() throws Exception {
        try (HostFixture f = new HostFixture(dir, HostFixture.impatient())
                .add(TestModuleJar.module("m",
                        """
                                final CountDownLatch go = new CountDownLatch(1);
                                int n;
                                @Exposed public boolean go() { go.countDown(); return true; }
                                @CliCommand(value = "m wait", desc = "d") void waits() throws Exception { setStoreText("waits", "yes"); go.await(); }
                                @CliCommand(value = "m count", desc = "d") String count() { return "" + (++n); }
                                """))
                .add(TestModuleJar.module("n",
                        "@CliCommand(value = \"n go\", desc = \"d\") void go() { remote(\"m\", \"go\"); }"))
                .run("m", "n")) {
            CompletableFuture<HandleCommandResult> waits = CompletableFuture
                    .supplyAsync(() -> f.execute("m", "m wait"));
            await().until(() -> f.services.text("mgr/m/waits") != null);
            Command count = new Command("m count", Map.of(), new byte[0], "plain");
            Duration blink = Duration.ofMillis(50);

            for (int i = 0; i < 4; i++) {
                assertThat(f.host.execute(count, "m", blink).retval()).isEqualTo(-Errno.ETIMEDOUT.number());
            }
            HandleCommandResult refused = f.host.execute(count, "m", blink);
            assertThat(refused.retval()).isEqualTo(-Errno.EBUSY.number());
            assertThat(refused.stderr()).contains("was not executed, try again");
            assertThat(f.execute("n", "n go").retval()).isZero();
            assertThat(waits.get().retval()).isZero();
            await().until(() -> HostFixture.out(f.execute("m", "m count")).equals("1"));
        }
    }
}
