package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.modulehost.testing.TestModuleJar;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each failure that was measured at ceph-mgr, brought about here, and harmless. */
@Tag("cluster")
class CephWeaknessesTest {
    private static final Duration SESSION = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static Path modules;
    private static TestCluster cluster;

    @BeforeAll
    static void startThree() throws Exception {
        modules = Files.createDirectories(folder.resolve("modules"));
        tally().writeTo(modules);
        clinger().writeTo(modules);
        cluster = new TestCluster(folder.resolve("cluster"), SESSION);
        for (String name : List.of("a", "b", "c")) {
            start(name);
        }
        ok("mgr", "module", "enable", "tally");
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    /** A test may have killed one. */
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
    void aStandbyModuleThatNeverReturnsBlocksNoPromotion() throws Exception {
        ok("mgr", "module", "enable", "clinger");
        TestCluster.Node old = cluster.awaitActive();
        await().until(() -> clinging().size() == 2);
        long start = System.nanoTime();
        ok("mgr", "fail");
        TestCluster.Node next = cluster.awaitActiveOtherThan(old);
        assertThat(since(start)).isLessThan(Pace.of(Duration.ofSeconds(5)));
        assertThat(command(next, "selftest echo", Map.of("text", List.of("hi"))).get("stdout").asText()).startsWith(
                "hi");
        assertThat(clinging()).as("managers on which it still clings").contains(next.name());
        await().untilAsserted(() -> {
            JsonNode health = command(next, "health", Map.of("detail", "detail", "format", "json"));
            assertThat(health.get("stdout").asText()).contains("MGR_MODULE_STUCK").contains("clinger");
        });
        ok("mgr", "module", "disable", "clinger");
        next.kill9();
    }

    @Test
    void aSpinningHandlerDelaysNoOtherModulesCommands() throws Exception {
        TestCluster.Node active = cluster.awaitActive();
        AtomicBoolean spinning = new AtomicBoolean();
        CompletableFuture<JsonNode> spin = CompletableFuture.supplyAsync(() -> {
            spinning.set(true);
            return command(active, "selftest spin", Map.of("seconds", 4));
        });
        await().untilTrue(spinning);
        Duration longest = Duration.ZERO;
        int answered = 0;
        for (; answered < 50 && !spin.isDone(); answered++) {
            long start = System.nanoTime();
            assertThat(command(active, "hello count", Map.of()).get("status").asInt()).isZero();
            Duration took = since(start);
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        assertThat(answered).as("commands that were answered while the handler spun").isGreaterThan(5);
        assertThat(longest).isLessThan(Pace.of(Duration.ofSeconds(1)));
        assertThat(spin.get(60, TimeUnit.SECONDS).get("status").asInt()).isZero();
    }

    @Test
    void aCommandSentAgainRunsOnceAlsoAfterAFailover() throws Exception {
        TestCluster.Node active = cluster.awaitActive();
        Map<String, Object> once = Map.of("tag", "once", "millis", 1500, "id", "it-once");
        CompletableFuture<JsonNode> first = CompletableFuture.supplyAsync(() -> command(active, "tally add", once));
        await().until(() -> tallied("once") == 1);
        JsonNode joined = command(active, "tally add", with(once, "retry", true));
        assertThat(joined.get("status").asInt()).isZero();
        assertThat(first.get(60, TimeUnit.SECONDS).get("stdout")).isEqualTo(joined.get("stdout"));
        assertThat(command(active, "tally add", with(once, "retry", true)).get("stdout")).isEqualTo(joined.get(
                "stdout"));
        assertThat(tallied("once")).isEqualTo(1);

        CompletableFuture<Product.Outcome> byHand = CompletableFuture.supplyAsync(() -> reeve("tally", "add", "hand",
                "8000"));
        await().until(() -> tallied("hand") == 1);
        active.kill9();
        TestCluster.Node next = cluster.awaitActiveOtherThan(active);
        JsonNode unknown = command(next, "tally add", with(once, "retry", true));
        assertThat(unknown.get("status").asInt()).isEqualTo(-110);
        assertThat(unknown.get("stderr").asText()).contains("outcome unknown");
        Product.Outcome told = byHand.get(60, TimeUnit.SECONDS);
        assertThat(told.exit()).as(told.stderr()).isEqualTo(110);
        assertThat(told.stderr()).contains("outcome unknown");
        assertThat(tallied("once")).isEqualTo(1);
        assertThat(tallied("hand")).isEqualTo(1);
    }

    @Test
    void enablingAndDisablingRestartsNothingAndStallsNoCommand() throws Exception {
        TestCluster.Node active = cluster.awaitActive();
        JsonNode before = cluster.mgrMap(active);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Duration> longestGap = CompletableFuture.supplyAsync(() -> longestGap(active, over));
        for (int round = 0; round < 3; round++) {
            ok("mgr", "module", "disable", "tally");
            assertThat(reeve("tally", "add", "x", "0").exit()).isNotZero();
            ok("mgr", "module", "enable", "tally");
            ok("tally", "add", "enabled", "0");
        }
        over.set(true);
        assertThat(longestGap.get(60, TimeUnit.SECONDS)).isLessThan(Pace.of(Duration.ofSeconds(1)));
        JsonNode after = cluster.mgrMap(active);
        assertThat(after.get("epoch")).isEqualTo(before.get("epoch"));
        assertThat(gids(after)).isEqualTo(gids(before));
    }

    @Test
    void aTerminatedActiveHandsOverAndIsNotMistakenForDead() throws Exception {
        TestCluster.Node old = cluster.awaitActive();
        long epoch = cluster.epoch(old);
        long start = System.nanoTime();
        old.signal("TERM");
        TestCluster.Node next = cluster.awaitActiveOtherThan(old);
        assertThat(since(start)).isLessThan(Pace.of(Duration.ofSeconds(5))); // of a session of 20 s
        assertThat(old.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(old.process().exitValue()).isZero();
        assertThat(command(next, "mgr dump", Map.of("format", "json")).get("status").asInt()).isZero();
        assertThat(command(next, "mgr dump", Map.of("epoch", epoch + 1)).get("stdout").asText())
                .contains("'" + old.name() + "' handed over: stopped");
    }

    @Test
    void aStandbyRedirectsToADeadActiveForLessThanASecond() throws Exception {
        TestCluster.Node old = cluster.awaitActive();
        List<TestCluster.Node> others = cluster.nodes().stream().filter(n -> !n.equals(old)).toList();
        Duration allowed = Pace.of(Duration.ofSeconds(1));
        long killed = System.nanoTime();
        old.kill9();
        List<String> wrong = new ArrayList<>();
        AtomicBoolean redirected = new AtomicBoolean();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            for (TestCluster.Node node : others) {
                Duration asked = since(killed);
                HttpResponse<String> answer = Http.unredirected(node.url() + "/selftest/where?x=1");
                String target = answer.headers().firstValue("Location").orElse("");
                if (answer.statusCode() == 307 && target.startsWith(old.url())) {
                    if (asked.compareTo(allowed) > 0) {
                        wrong.add(node.name() + " after " + asked);
                    }
                } else {
                    assertThat(answer.statusCode()).isIn(200, 307, 503);
                    redirected.compareAndSet(false, answer.statusCode() == 307);
                }
            }
            return redirected.get();
        });
        assertThat(wrong).as("redirects to the dead one").isEmpty();
    }

    @Test
    void aFailingHandlerShowsOneLineAndTheLogHasTheRest() throws Exception {
        TestCluster.Node active = cluster.awaitActive();
        Product.Outcome outcome = reeve("selftest", "raise", "boom in the handler");
        assertThat(outcome.exit()).isEqualTo(22);
        assertThat(outcome.stdout()).isEmpty();
        assertThat(outcome.stderr().strip().lines()).hasSize(1);
        assertThat(outcome.stderr()).contains("boom in the handler").doesNotContain("\tat ");
        Matcher id = Pattern.compile("error ([0-9a-f]{8})").matcher(outcome.stderr());
        assertThat(id.find()).as(outcome.stderr()).isTrue();
        await()
                .untilAsserted(() -> assertThat(cluster.log(active)).content()
                        .contains(id.group(1))
                        .contains("java.lang.IllegalStateException: boom in the handler")
                        .containsPattern("\tat .*SelfTestModule\\.raise"));
    }

    private static TestCluster.Node start(String name) throws IOException {
        return cluster.start(name, "--module-path", Product.home().resolve("modules") + ":" + modules);
    }

    /** Appends a line to a file, then takes its time. */
    private static TestModuleJar tally() {
        return TestModuleJar.module("tally", """
                @CliCommand(value = "tally add", desc = "append a line", perm = "rw")
                public String add(@CliArg("tag") String tag, @CliArg("millis") long millis) throws Exception {
                    Files.writeString(Path.of("%s").resolve(tag), "x", StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                    Thread.sleep(millis);
                    return tag + " by " + getMgrId();
                }
                """.formatted(folder));
    }

    /** Its standby class never returns, whoever asks and interrupts. It leaves a file while it lives. */
    private static TestModuleJar clinger() {
        return TestModuleJar.module("clinger", "").standby("""
                @Override
                public void serve() throws Exception {
                    Path mark = Path.of("%s", "clings-" + getMgrId());
                    Files.writeString(mark, "");
                    while (true) {
                        try {
                            Thread.sleep(1_000_000);
                        } catch (InterruptedException e) {
                            // that is what it is about
                        }
                    }
                }

                @Override
                public void shutdown() {
                    while (true) {
                        Thread.onSpinWait();
                    }
                }
                """.formatted(folder));
    }

    private static List<String> clinging() {
        return List.of("a", "b", "c").stream().filter(n -> Files.exists(folder.resolve("clings-" + n))).toList();
    }

    private static int tallied(String tag) {
        try {
            Path file = folder.resolve(tag);
            return Files.exists(file) ? Math.toIntExact(Files.size(file)) : 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The longest time without an answer while commands are sent one after the other. */
    private static Duration longestGap(TestCluster.Node node, AtomicBoolean over) {
        Duration longest = Duration.ZERO;
        long last = System.nanoTime();
        while (!over.get()) {
            assertThat(command(node, "selftest echo", Map.of("text", List.of("x"))).get("status").asInt()).isZero();
            Duration gap = since(last);
            longest = gap.compareTo(longest) > 0 ? gap : longest;
            last = System.nanoTime();
        }
        return longest;
    }

    private static List<String> gids(JsonNode map) {
        List<String> all = new ArrayList<>(map.findValuesAsText("gid"));
        all.addAll(map.findValuesAsText("active_gid"));
        all.sort(null);
        return all;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        Map<String, Object> more = new java.util.HashMap<>(map);
        more.put(key, value);
        return more;
    }

    private static JsonNode command(TestCluster.Node node, String prefix, Map<String, Object> args) {
        try {
            HttpResponse<String> answer = Http.command(node.url(), with(args, "prefix", prefix),
                    Duration.ofSeconds(60));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return Http.json(answer);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Product.Outcome reeve(String... words) {
        try {
            return Product.reeve(cluster.urls(), words);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void ok(String... words) {
        Product.Outcome outcome = reeve(words);
        assertThat(outcome.exit()).as(String.join(" ", words) + ": " + outcome.stderr()).isZero();
    }
}
