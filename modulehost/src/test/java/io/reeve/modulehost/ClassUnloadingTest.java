package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.NotifyType;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.TestModuleJar;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassUnloadingTest {
    private static final String BUSY = """
            private Thread helper;
            record Data(String text) {}
            public void serve() throws Exception {
                helper = new Thread(() -> { try { pause(Duration.ofHours(1)); } catch (InterruptedException e) { } }, "helper");
                helper.start();
                Executors.newSingleThreadExecutor().submit(() -> log().debug("x"));
                while (pause(Duration.ofHours(1))) { }
            }
            public void notify(NotifyType t, String id) { setStoreText("n", id); }
            @CliCommand(value = "m data", desc = "d") Object data(@CliArg("x") long x) { return Map.of("d", new Data("t" + x)); }
            @CliCommand(value = "m bad", desc = "d") Object bad() { throw new Mine(); }
            static class Mine extends RuntimeException { }
            """;
    @TempDir
    Path dir;

    @Test
    void hundredRoundsOfEnableAndDisableLeaveNoThreadAndNoClassBehind() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", BUSY.replace(
                "Executors.newSingleThreadExecutor().submit(() -> log().debug(\"x\"));", ""))
                .spec(".withNotifyTypes(NotifyType.HEALTH)")
                .standby("public void serve() {}")).run()) {
            WeakReference<ClassLoader> first = round(f);
            for (int i = 0; i < 20; i++) {
                round(f);
            }
            int classes = loadedClasses();
            long metaspace = metaspace();
            for (int i = 0; i < 100; i++) {
                round(f);
            }
            await().until(() -> {
                System.gc();
                return first.refersTo(null);
            });
            await().untilAsserted(() -> {
                System.gc();
                assertThat(loadedClasses()).isLessThan(classes + 30);
                assertThat(metaspace()).isLessThan(metaspace + 1_000_000);
            });
            await().untilAsserted(() -> assertThat(moduleThreads()).isEmpty());
        }
    }

    @Test
    void executorThatAModuleForgetsIsReportedByName() {
        try (HostFixture f = new HostFixture(dir, HostFixture.impatient())
                .add(TestModuleJar.module("m", "public void serve() { Executors.newSingleThreadExecutor()"
                        + ".submit(() -> { Thread.sleep(100000); return 1; }); "
                        + "Thread t = new Thread(() -> { while (true) { try { Thread.sleep(100000); } "
                        + "catch (InterruptedException e) { if (getStore(\"go\").isPresent()) return; } } }, \"forgotten\");"
                        + "t.start(); setStoreText(\"up\", \"\"); }"))
                .run("m")) {
            await().until(() -> f.services.text("mgr/m/up") != null);
            assertThat(f.host.disable("m").text()).contains("thread 'forgotten'");
        }
    }

    private static WeakReference<ClassLoader> round(HostFixture f) {
        assertThat(f.host.enable("m").ok()).isTrue();
        WeakReference<ClassLoader> loader = new WeakReference<>(f.catalog.find("m").orElseThrow().loader());
        assertThat(f.execute("m", "m data", Map.of("x", 5L)).data()).hasToString("{\"d\":{\"text\":\"t5\"}}");
        assertThat(f.execute("m", "m bad").retval()).isNegative();
        f.host.notifyAll(NotifyType.HEALTH, "x");
        assertThat(f.host.disable("m").ok()).isTrue();
        return loader;
    }

    private static int loadedClasses() {
        return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    }

    private static long metaspace() {
        return ManagementFactory.getMemoryPoolMXBeans()
                .stream()
                .filter(p -> p.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(java.lang.management.MemoryUsage::getUsed)
                .sum();
    }

    private static Set<String> moduleThreads() {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .map(Thread::getName)
                .filter(n -> n.startsWith("reeve-module-") || n.equals("helper"))
                .collect(Collectors.toSet());
    }
}
