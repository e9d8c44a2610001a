package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.NotExecutedException;
import io.reeve.modulehost.ModuleChange.ChangeOutcome;
import io.reeve.modulehost.instance.HostSettings;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.SharedMap;
import io.reeve.modulehost.testing.TestModuleJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules that do not stop. Their threads end when the shared map says "go". */
class ModuleStuckTest {
    private final SharedMap sharing = new SharedMap();
    private final Map<String, String> shared = sharing.map();
    @TempDir
    Path dir;

    @AfterEach
    void free() {
        sharing.close();
    }

    private HostFixture stuckIn(String body) {
        return stuckIn(HostFixture.impatient(), body);
    }

    private HostFixture stuckIn(HostSettings settings, String body) {
        return new HostFixture(dir, settings).add(TestModuleJar.module("m", SharedMap.DEAF + body)).run("m");
    }

    /** With little time for constructors. */
    private HostFixture impatientAtStart() {
        return new HostFixture(dir, HostFixture.impatient(Duration.ofMillis(600), Duration.ofMillis(300),
                Duration.ofMillis(150)));
    }

    @Test
    void serveThatNeverReturnsIsInterruptedAbandonedAndNamed() {
        try (HostFixture f = stuckIn("public void serve() { deaf(); try { setStoreText(\"late\", \"1\"); } "
                + "catch (NotActiveException e) { shared().put(\"thrown\", e.getMessage()); } }")) {
            ModuleChange change = f.host.disable("m");
            assertThat(change.outcome()).isEqualTo(ChangeOutcome.STUCK);
            await().until(() -> shared.containsKey("interrupted"));
            assertThat(f.summary("MGR_MODULE_STUCK"))
                    .startsWith("Module 'm' does not stop: thread 'reeve-module-m-serve' at ");
            assertThat(f.host.status().stream().filter(s -> s.state() == ModuleState.STUCK).map(ModuleStatus::name))
                    .containsExactly("m");

            ModuleChange again = f.host.enable("m");
            assertThat(again.outcome()).isEqualTo(ChangeOutcome.STUCK);
            assertThat(again.text()).contains("module 'm' cannot be enabled: a thread of it does not end: ",
                    "reeve-module-m-serve");
            assertThat(f.host.restart("m").outcome()).isEqualTo(ChangeOutcome.STUCK);

            shared.put("go", "");
            f.awaitState("m", ModuleState.STOPPED);
            assertThat(f.host.healthChecks()).isEmpty();
            await().until(() -> shared.containsKey("thrown"));
            assertThat(shared.get("thrown")).contains("this instance of it is left behind");
            assertThat(f.services.text("mgr/m/late")).isNull();
            assertThat(f.host.enable("m").outcome()).isEqualTo(ChangeOutcome.DONE);
        }
    }

    @Test
    void anInstanceThatIsLeftBehindShowsNoWorkAnyMoreAndItsOwnEndsWithIt() {
        try (HostFixture f = stuckIn("public void serve() { var held = progress(); "
                + "held.start(io.reeve.api.progress.ProgressEvent.of(\"work\", \"Working\")); deaf(); "
                + "try { held.update(\"work\", 0.5, \"Half\"); } "
                + "catch (NotActiveException e) { shared().put(\"thrown\", e.getMessage()); } }")) {
            await().untilAsserted(() -> assertThat(f.services.progress).containsKey("m"));
            assertThat(f.host.disable("m").outcome()).isEqualTo(ChangeOutcome.STUCK);
            assertThat(f.services.progressEnded).isEmpty();
            shared.put("go", "");
            await().until(() -> shared.containsKey("thrown"));
            assertThat(shared.get("thrown")).contains("this instance of it is left behind");
            await().untilAsserted(() -> assertThat(f.services.progressEnded).containsExactly("m"));
            assertThat(f.services.progress("m").calls).containsExactly("start work Working");
        }
    }

    @Test
    void shutdownThatNeverReturnsTakesTheRouteAwayAtOnce() {
        try (HostFixture f = stuckIn("public void shutdown() { deaf(); } "
                + "public Optional<HttpHandler> httpHandler() { return Optional.of(x -> {}); }")) {
            assertThat(f.host.httpHandler("m")).isPresent();
            assertThat(f.host.stop(Duration.ZERO)).containsExactly("m");
            assertThat(f.host.httpHandler("m")).isEmpty();
            assertThat(f.host.stop(Duration.ofSeconds(5))).containsExactly("m");
            assertThat(f.summary("MGR_MODULE_STUCK")).contains("reeve-module-m-shutdown");
        }
    }

    @Test
    void handlerThatNeverReturnsLetsItsCallerGo() throws Exception {
        try (HostFixture f = stuckIn("@CliCommand(value = \"m x\", desc = \"d\") void x() { deaf(); }")) {
            java.util.concurrent.FutureTask<String> call = new java.util.concurrent.FutureTask<>(
                    () -> f.execute("m", "m x").stderr());
            Thread.ofVirtual().start(call);
            await().until(() -> f.host.status().getFirst().stats().threads() > 0);
            assertThat(f.host.disable("m").outcome()).isEqualTo(ChangeOutcome.STUCK);
            assertThat(call.get()).contains("was stopped before it answered");
        }
    }

    @Test
    void commandsThatAStoppingModuleHasNotBegunAreRefusedAsNotExecuted() throws Exception {
        // It stops for longer than this test's own pauses on a busy machine.
        HostSettings stopsLong = HostFixture.impatient(HostFixture.LONG, Duration.ofSeconds(4), Duration.ofMillis(150));
        try (HostFixture f = stuckIn(stopsLong, "@CliCommand(value = \"m x\", desc = \"d\") void x() { deaf(); }"
                + "@CliCommand(value = \"m y\", desc = \"d\") void y() { shared().put(\"ran\", \"y\"); }"
                + "public void shutdown() { deaf(); }")) {
            FutureTask<HandleCommandResult> running = new FutureTask<>(() -> f.execute("m", "m x"));
            Thread.ofVirtual().start(running);
            await().until(() -> f.host.status().getFirst().stats().threads() > 0);
            FutureTask<HandleCommandResult> waiting = new FutureTask<>(() -> f.execute("m", "m y"));
            Thread waits = Thread.ofVirtual().start(waiting);
            await().until(() -> waits.getState() == Thread.State.WAITING); // for its answer
            f.host.disableSoon("m");
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(NotExecutedException.class)
                    .hasMessageContaining("Module 'm' is stopping: try again");
            assertThat(f.state("m")).isEqualTo(ModuleState.STOPPING);
            assertThatThrownBy(() -> f.execute("m", "m y")).isInstanceOf(NotExecutedException.class)
                    .hasMessage("Module 'm' is stopping: try again");
            assertThat(running.get().stderr()).contains("was stopped before it answered");
            assertThat(shared).doesNotContainKey("ran");
        }
    }

    @Test
    void constructorThatNeverReturnsIsGivenUp() {
        try (HostFixture f = impatientAtStart()
                .add(TestModuleJar.module("m", SharedMap.DEAF).constructor("deaf();"))) {
            f.catalog.rescan();
            f.host.start(Set.of("m"));
            assertThat(f.host.awaitStarted(Duration.ofMillis(50))).containsExactly("m");
            f.awaitState("m", ModuleState.STUCK);
            assertThat(f.summary("MGR_MODULE_STUCK")).contains("reeve-module-m-start");
            shared.put("go", "");
            f.awaitState("m", ModuleState.RUNNING);
        }
    }

    @Test
    void constructorThatHeedsItsInterruptIsAFailureLikeAnother() {
        try (HostFixture f = impatientAtStart().add(TestModuleJar.module("m", "")
                .constructor(
                        "try { Thread.sleep(100000); } catch (InterruptedException e) { throw new IllegalStateException(e); }"))
                .run("m")) {
            f.awaitState("m", ModuleState.FAILED);
            assertThat(f.summary("MGR_MODULE_ERROR")).contains("its constructor did not return within 600 ms");
        }
    }

    @Test
    void threadThatTheModuleStartedCountsAndIsNamed() {
        try (HostFixture f = stuckIn("public void serve() { new Thread(this::deaf, \"my-leak\").start(); }")) {
            assertThat(f.host.disable("m").outcome()).isEqualTo(ChangeOutcome.STUCK);
            assertThat(f.summary("MGR_MODULE_STUCK")).contains("thread 'my-leak'");
        }
    }

    @Test
    void stuckModuleHoldsUpNoOtherAndNoHandOver() {
        HostSettings patient = HostFixture.impatient(HostFixture.LONG, HostFixture.LONG, HostFixture.LONG);
        try (HostFixture f = new HostFixture(dir, patient)
                .add(TestModuleJar.module("m", SharedMap.DEAF + "public void serve() { deaf(); }"))
                .add(TestModuleJar.module("n"))
                .run("m", "n")) {
            long start = System.nanoTime();
            assertThat(f.host.stop(Duration.ofSeconds(2))).containsExactly("m");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as("the module itself has a minute")
                    .isLessThan(HostFixture.LONG.dividedBy(2));
            shared.put("go", "");
            assertThat(f.host.stop(HostFixture.LONG)).isEmpty();
        }
    }

    @Test
    void stuckInstanceOfAnEarlierLeadershipKeepsTheNextFromStartingIt() {
        try (HostFixture f = stuckIn("public void serve() { deaf(); }")) {
            f.host.close();
            try (ActiveHost next = new ActiveHost(f.env, f.services, checks -> {})) {
                next.start(Set.of("m"));
                assertThat(next.awaitStarted(HostFixture.LONG)).containsExactly("m");
                assertThat(next.healthChecks()).singleElement()
                        .satisfies(c -> assertThat(c.summary()).contains("its last instance has not ended"));
                shared.put("go", "");
                await().until(() -> next.status().getFirst().state() == ModuleState.RUNNING);
                assertThat(next.healthChecks()).isEmpty();
            }
        }
    }

    @Test
    void moduleThatIsCalledByAnotherHasNotEndedWhileTheCallLasts() {
        try (HostFixture f = new HostFixture(dir, HostFixture.impatient())
                .add(TestModuleJar.module("m",
                        SharedMap.DEAF + "@Exposed public boolean hold() { deaf(); return true; }"))
                .add(TestModuleJar.module("n", "public void serve() { remote(\"m\", \"hold\"); "
                        + "setStoreText(\"flag\", \"\" + Thread.currentThread().isInterrupted()); }"))
                .run("m")) {
            f.host.enable("n");
            await().until(() -> f.host.status().getFirst().stats().threads() > 0);
            assertThat(f.host.disable("m").outcome()).isEqualTo(ChangeOutcome.STUCK);
            assertThat(f.summary("MGR_MODULE_STUCK")).contains("reeve-module-n-serve");
            shared.put("go", "");
            f.awaitState("m", ModuleState.STOPPED);
            await().until(() -> "false".equals(f.services.text("mgr/n/flag")));
        }
    }
}
