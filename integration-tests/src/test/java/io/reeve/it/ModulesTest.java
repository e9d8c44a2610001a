package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.http.testing.RawHttp;
import io.reeve.modulehost.testing.TestModuleJar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What modules do to a cluster of real managers, and what it shows of them. */
@Tag("cluster")
class ModulesTest {
    private static final String OUTSIDE = "http://127.0.0.1:1/base/";

    @TempDir
    static Path folder;

    private static Path modules;
    private static TestCluster cluster;

    @BeforeAll
    static void startThree() throws Exception {
        modules = Files.createDirectories(folder.resolve("modules"));
        quitter().writeTo(modules);
        needy("install the thing").writeTo(modules);
        outside().writeTo(modules);
        everything().writeTo(modules);
        cluster = new TestCluster(folder.resolve("cluster"), Duration.ofSeconds(20));
        for (String name : List.of("a", "b", "c")) {
            start(name);
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** A test may have ended one. */
    @BeforeEach
    void allStand() throws Exception {
        for (TestCluster.Node node : cluster.nodes()) {
            if (!node.process().isAlive()) {
                start(node.name());
            }
        }
        cluster.awaitSettled();
    }

    @Test
    void theLogNamesTheModuleThatEndsTheProcessAndAnotherTakesOver() throws Exception {
        ok("mgr", "module", "enable", "quitter");
        TestCluster.Node old = cluster.awaitActive();
        CompletableFuture<HttpResponse<String>> command = CompletableFuture.supplyAsync(() -> quit(old));
        assertThat(old.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(old.process().exitValue()).isEqualTo(3);
        assertThat(cluster.log(old)).content()
                .contains("The process ends: ",
                        "by 'module:quitter.jar' (mod.Main.quit) in thread reeve-module-quitter-",
                        "status: 3");
        assertThat(cluster.awaitActiveOtherThan(old).name()).isNotEqualTo(old.name());
        assertThat(command.exceptionNow()).isNotNull();
        ok("mgr", "module", "disable", "quitter");
    }

    private static HttpResponse<String> quit(TestCluster.Node node) {
        try {
            return Http.command(node.url(), Map.of("prefix", "quitter quit"), Duration.ofSeconds(60));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void workThatAModuleKeepsIsShownByTheNextActiveAfterAKillUntilTheModuleGoesOnWithIt() throws Exception {
        TestCluster.Node old = cluster.awaitActive();
        ok("selftest", "progress", "moving", "0.5");
        JsonNode before = work("events", "selftest/moving");
        assertThat(before.get("inherited").asBoolean()).isFalse();
        await().untilAsserted(
                () -> assertThat(ok("config-key", "dump", "progress/running/selftest")).contains("moving"));
        old.kill9();
        cluster.awaitActiveOtherThan(old);
        JsonNode after = work("events", "selftest/moving");
        assertThat(after.get("started_at")).isEqualTo(before.get("started_at"));
        assertThat(after.get("inherited").asBoolean()).isTrue();
        assertThat(ok("status")).contains("progress:", "Work moving of the self-test (",
                "(waiting for module 'selftest')");
        ok("selftest", "progress", "moving", "1");
        assertThat(work("completed", "selftest/moving").get("started_at")).isEqualTo(before.get("started_at"));
        assertThat(ok("progress")).contains("[Complete]: Work moving of the self-test (");
        assertThat(ok("status")).doesNotContain("progress:");
    }

    /** An event of one list of {@code progress json}. */
    private static JsonNode work(String list, String id) throws Exception {
        for (JsonNode event : Http.JSON.readTree(ok("progress", "json")).get(list)) {
            if (event.get("id").asText().equals(id)) {
                return event;
            }
        }
        throw new AssertionError("no " + id + " among " + list + ": " + ok("progress", "json"));
    }

    @Test
    void aModulesLogHasAFileOfItsOwnWhileItIsWanted() throws Exception {
        TestCluster.Node active = cluster.awaitActive();
        Path file = cluster.folder(active).resolve(active.name() + "-hello.log");
        assertThat(file).doesNotExist();
        ok("config", "set", "mgr", "mgr/hello/log_to_file", "true");
        ok("mgr", "module", "restart", "hello");
        await()
                .untilAsserted(() -> assertThat(file).content()
                        .contains("reeve.module.hello: hello from " + active.name())
                        .doesNotContain("io.reeve.daemon"));
        ok("config", "set", "mgr", "mgr/hello/log_level", "error");
        ok("mgr", "module", "restart", "hello");
        ok("config", "set", "mgr", "mgr/hello/log_to_file", "false");
        ok("config", "set", "mgr", "mgr/hello/log_level", "20");
        ok("mgr", "module", "restart", "hello");
        await()
                .untilAsserted(() -> assertThat(greetings(cluster.log(active))).isEqualTo(
                        greetings(file) + 2));
        assertThat(greetings(file)).isEqualTo(1);
    }

    private static long greetings(Path log) throws IOException {
        return Files.readAllLines(log).stream().filter(l -> l.contains("reeve.module.hello: hello from ")).count();
    }

    @Test
    void aModuleThatCannotRunIsAFailedDependencyUntilItCan() throws Exception {
        Product.Outcome refused = Product.reeve(cluster.urls(), "mgr", "module", "enable", "needy");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.stderr()).contains("needy", "install the thing", "--force");
        assertThat(ok("health", "detail")).doesNotContain("MGR_MODULE_DEPENDENCY");

        ok("mgr", "module", "enable", "needy", "--force");
        assertFailedDependency();
        TestCluster.Node old = cluster.awaitActive();
        ok("mgr", "fail");
        cluster.awaitActiveOtherThan(old);
        assertFailedDependency();

        TestModuleJar.module("needy", "").writeTo(modules);
        ok("mgr", "module", "rescan");
        await()
                .untilAsserted(() -> assertThat(ok("health", "detail")).doesNotContain("needy"));
        ok("mgr", "module", "disable", "needy");
    }

    private static void assertFailedDependency() {
        await()
                .untilAsserted(() -> assertThat(ok("health", "detail")).contains("HEALTH_WARN",
                        "[WRN] MGR_MODULE_DEPENDENCY: Module 'needy' has failed dependency: install the thing"));
    }

    @Test
    void aModulesOwnServerIsReachedFromEveryNodeAlsoAfterAFailover() throws Exception {
        ok("mgr", "module", "enable", "outside");
        everyNodeLeadsOutside();
        assertThat(ok("mgr", "services")).contains(OUTSIDE);
        TestCluster.Node old = cluster.awaitActive();
        ok("mgr", "fail");
        cluster.awaitActiveOtherThan(old);
        everyNodeLeadsOutside();
        ok("mgr", "module", "disable", "outside");
        await()
                .until(() -> Http.unredirected(cluster.awaitActive().url() + "/outside/").statusCode() == 404);
    }

    private static void everyNodeLeadsOutside() {
        for (TestCluster.Node node : cluster.nodes()) {
            await().untilAsserted(() -> {
                HttpResponse<String> answer = Http.unredirected(node.url() + "/outside/x%2Fy/z?y=1&z=%20a");
                assertThat(answer.statusCode()).isEqualTo(307);
                assertThat(answer.headers().firstValue("Location")).contains(OUTSIDE + "x%2Fy/z?y=1&z=%20a");
            });
        }
    }

    @Test
    void noThreadOfTheManagerStartsInTheGroupOfAModuleThatUsesTheWholeApiAndTheSharedPools() throws Exception {
        ok("mgr", "module", "enable", "everything");
        assertThat(ok("everything", "run").strip()).isEqualTo("foreign threads: []");
        ok("mgr", "module", "restart", "everything");
        ok("mgr", "module", "disable", "everything");
    }

    @Test
    void aModuleStopsAndTheManagerLivesOnAfterPipelinedRequestsForPages() throws Exception {
        TestCluster.Node active = cluster.awaitActive();
        twoInOnePacket(active);
        ok("mgr", "module", "restart", "hello");
        twoInOnePacket(active);
        ok("mgr", "fail");
        cluster.awaitActiveOtherThan(active);
        cluster.awaitSettled();
        assertThat(active.process().isAlive()).isTrue();
    }

    private static void twoInOnePacket(TestCluster.Node node) throws IOException {
        int port = URI.create(node.url()).getPort();
        for (String second : List.of("/hello/", "/api/mgr", "/")) {
            String answers = RawHttp.talk(port, "GET /hello/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET " + second
                    + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            assertThat(answers.split("HTTP/1.1 200", -1)).as(answers).hasSize(3);
        }
    }

    private static TestModuleJar everything() {
        return TestModuleJar.module("everything", """
                @CliCommand(value = "everything run", desc = "call all there is", perm = "rw")
                public String run() throws Exception {
                    for (java.lang.reflect.Method m : MgrModule.class.getMethods()) {
                        if (BaseModule.class.isAssignableFrom(m.getDeclaringClass()) && !m.getName().equals("run")) {
                            try {
                                m.invoke(this, Arrays.stream(m.getParameterTypes()).map(this::some).toArray());
                            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                                log().debug("{}", m, e);
                            }
                        }
                    }
                    monCommand(Map.of("prefix", "health"));
                    tellCommand("mgr", "a", Map.of("prefix", "health"));
                    CompletableFuture.runAsync(() -> {}).join();
                    new CompletableFuture<String>().completeOnTimeout("", 1, TimeUnit.MILLISECONDS).join();
                    List.of(1, 2, 3, 4, 5, 6, 7, 8).parallelStream().forEach(n -> pauseABit());
                    Path file = Files.createTempFile("everything", "");
                    try (var channel = java.nio.channels.AsynchronousFileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(java.nio.ByteBuffer.wrap(new byte[10]), 0).get();
                    }
                    Files.delete(file);
                    Thread.startVirtualThread(this::pauseABit).join();
                    List<String> foreign = new ArrayList<>();
                    for (Thread t : Thread.getAllStackTraces().keySet()) {
                        if (Thread.currentThread().getThreadGroup().equals(t.getThreadGroup())
                                && !t.getName().startsWith("reeve-module-everything-")) {
                            foreign.add(t.getName());
                        }
                    }
                    return "foreign threads: " + foreign;
                }
                private void pauseABit() {
                    try {
                        Thread.sleep(2);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                private Object some(Class<?> type) {
                    return type == String.class ? "everything" : type == byte[].class ? new byte[1]
                            : type == int.class ? (Object) 1 : type == Collection.class ? List.of()
                            : type == Object[].class ? new Object[0]
                            : type == ClusterLogChannel.class ? ClusterLogChannel.CLUSTER
                            : type == ClusterLogPriority.class ? ClusterLogPriority.DEBUG
                            : type == java.time.Duration.class ? java.time.Duration.ofMillis(1) : null;
                }
                """);
    }

    private static TestModuleJar quitter() {
        return TestModuleJar.module("quitter", """
                @CliCommand(value = "quitter quit", desc = "end the process", perm = "rw")
                public String quit() {
                    System.exit(3);
                    return "";
                }
                """);
    }

    private static TestModuleJar needy(String lack) {
        return TestModuleJar.module("needy", "").spec(".withCanRun(() -> CanRun.no(\"" + lack + "\"))");
    }

    private static TestModuleJar outside() {
        return TestModuleJar.module("outside", """
                @Override
                public void serve() {
                    setUri(URI.create("%s"));
                }
                """.formatted(OUTSIDE));
    }

    private static void start(String name) throws IOException {
        cluster.start(name, "--module-path", Product.home().resolve("modules") + ":" + modules);
    }

    private static String ok(String... words) throws IOException, InterruptedException {
        return Product.ok(cluster.urls(), words);
    }
}
