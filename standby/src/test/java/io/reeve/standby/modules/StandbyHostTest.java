package io.reeve.standby.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.modulehost.ModuleState;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.SharedMap;
import io.reeve.modulehost.testing.TestModuleJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandbyHostTest {
    private static final String REPORTS = "public void serve() throws Exception { String last = \"\"; "
            + "do { String now = getActiveUri().orElse(\"nobody\"); "
            + "if (!now.equals(last)) { ((Map) System.getProperties().get(\"reeve.test.uri\")).put(\"uri\", now); last = now; } "
            + "} while (pause(Duration.ofMillis(5))); }";
    @TempDir
    Path dir;

    @Test
    void standbyClassRunsAndHearsWhereTheActiveIs() {
        Map<String, String> seen = new java.util.concurrent.ConcurrentHashMap<>();
        System.getProperties().put("reeve.test.uri", seen);
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m").standby(REPORTS));
                StandbyHost standby = new StandbyHost(f.env, f.services)) {
            f.catalog.rescan();
            standby.setEnabled(Set.of("m"));
            await().until(() -> "nobody".equals(seen.get("uri")));
            f.services.activeIsB("http://b:1/", false, Map.of("m", "http://b:1/early/"));
            f.services.activeIsB("http://b:1/", true, Map.of());
            await().until(() -> "http://b:1/m/".equals(seen.get("uri")));
            f.services.activeIsB("http://b:1/", true, Map.of("m", "http://b:9/own"));
            await().until(() -> "http://b:9/own".equals(seen.get("uri")));
            f.services.noActive();
            await().until(() -> "nobody".equals(seen.get("uri")));
            assertThat(standby.stop(HostFixture.LONG)).isEmpty();
            assertThat(standby.status()).isEmpty();
        } finally {
            System.getProperties().remove("reeve.test.uri");
        }
    }

    @Test
    void onlyModulesWithAStandbyClassRunAndOnlyWhileEnabled() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("with")
                .standby("public void serve() {}"
                        + "public Optional<HttpHandler> httpHandler() { return Optional.of(x -> {}); }"))
                .add(TestModuleJar.module("without"));
                StandbyHost standby = new StandbyHost(f.env, f.services)) {
            f.catalog.rescan();
            standby.setEnabled(Set.of("with", "without"));
            await().until(() -> standby.status().size() == 1
                    && standby.status().getFirst().state() == ModuleState.RUNNING);
            assertThat(standby.httpHandler("with")).isPresent();
            assertThat(standby.httpHandler("without")).isEmpty();
            standby.optionChanged(List.of("config/mgr/with/log_level"));
            standby.setEnabled(Set.of("without"));
            await().until(() -> standby.status().isEmpty());
            assertThat(standby.httpHandler("with")).isEmpty();
        }
    }

    @Test
    void failingStandbyClassIsNotedAndTriedAgain() {
        try (HostFixture f = new HostFixture(dir)
                .add(TestModuleJar.module("m").standby("public void serve() { throw new StackOverflowError(\"x\"); }"));
                StandbyHost standby = new StandbyHost(f.env, f.services)) {
            f.catalog.rescan();
            standby.setEnabled(Set.of("m"));
            await().until(() -> standby.healthChecks().size() == 1);
            assertThat(standby.healthChecks().getFirst().code()).isEqualTo("MGR_MODULE_ERROR");
            await().until(() -> !f.timers.isEmpty());
            f.fireTimers();
            await().until(() -> !standby.status().isEmpty() && standby.status().getFirst().stats().restarts() == 1);
        }
    }

    @Test
    void promotionKeepsTheClassesThatAreWarm() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m").standby("public void serve() {}"))) {
            f.catalog.rescan();
            ClassLoader before = f.catalog.find("m").orElseThrow().loader();
            try (StandbyHost standby = new StandbyHost(f.env, f.services)) {
                standby.setEnabled(Set.of("m"));
                await().until(() -> standby.status().size() == 1
                        && standby.status().getFirst().state() == ModuleState.RUNNING);
                assertThat(standby.stop(HostFixture.LONG)).isEmpty();
            }
            f.run("m");
            assertThat(f.state("m")).isEqualTo(ModuleState.RUNNING);
            assertThat(f.catalog.find("m").orElseThrow().loader()).isSameAs(before);
        }
    }

    @Test
    void standbySideCannotBeCastIntoTheActiveOne() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m")
                .standby("""
                        public void serve() {} }
                        class Wide { static String look(StandbyContext c) { return "" + (c instanceof ModuleContext); }
                        """)
                .spec(".withStandby(c -> { System.getProperties().put(\"reeve.test.wide\", Wide.look(c)); "
                        + "return new Standby(c); })"));
                StandbyHost standby = new StandbyHost(f.env, f.services)) {
            f.catalog.rescan();
            standby.setEnabled(Set.of("m"));
            await().until(() -> System.getProperty("reeve.test.wide") != null);
            assertThat(System.getProperty("reeve.test.wide")).isEqualTo("false");
        } finally {
            System.getProperties().remove("reeve.test.wide");
        }
    }

    @Test
    void helloStandsByWithoutAPageSoThatTheRedirectAnswers() throws Exception {
        HostFixture f = new HostFixture(dir);
        TestModuleJar.bundled(f.modulePath, "hello");
        try (f; StandbyHost standby = new StandbyHost(f.env, f.services)) {
            f.run("hello");
            assertThat(f.host.stop(HostFixture.LONG)).isEmpty();
            standby.setEnabled(Set.of("hello"));
            await().until(() -> standby.status().size() == 1
                    && standby.status().getFirst().state() == ModuleState.RUNNING);
            assertThat(standby.httpHandler("hello")).isEmpty();
            assertThat(standby.stop(HostFixture.LONG)).isEmpty();
        }
    }

    @Test
    void standbyThatNeverReturnsDoesNotHoldUpAPromotion() {
        HostFixture f = new HostFixture(dir, HostFixture.impatient())
                .add(TestModuleJar.module("m", SharedMap.DEAF)
                        .standby(SharedMap.DEAF + "public void serve() { deaf(); }"))
                .add(TestModuleJar.module("n").standby("public void serve() {}"));
        try (SharedMap sharing = new SharedMap(); f; StandbyHost standby = new StandbyHost(f.env, f.services)) {
            f.catalog.rescan();
            standby.setEnabled(Set.of("m", "n"));
            await().until(() -> standby.status().stream().filter(s -> s.state() == ModuleState.RUNNING).count() == 2);
            assertThat(standby.stop(Duration.ofSeconds(2))).containsExactly("m");
            f.run("m", "n");
            assertThat(f.state("n")).isEqualTo(ModuleState.RUNNING);
            assertThat(f.state("m")).isEqualTo(ModuleState.STUCK);
            assertThat(f.summary("MGR_MODULE_STUCK")).contains("its last instance has not ended",
                    "reeve-module-m-serve");
            sharing.map().put("go", "");
            f.awaitState("m", ModuleState.RUNNING);
        }
    }
}
