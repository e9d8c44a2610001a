package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.reeve.api.NotifyType;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.TestModuleJar;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modules that come with Reeve, built from their sources and run like an author's. */
class BundledModulesTest {
    @TempDir
    Path dir;

    private HostFixture with(String... names) throws Exception {
        HostFixture f = new HostFixture(dir);
        for (String name : names) {
            TestModuleJar.bundled(f.modulePath, name);
        }
        f.run(names);
        assertThat(f.catalog.errors()).isEmpty();
        assertThat(f.host.healthChecks()).isEmpty();
        return f;
    }

    private static HttpResponse<String> get(HostFixture f, String path) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (var workers = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient client = HttpClient.newHttpClient()) {
            server.setExecutor(workers);
            server.createContext("/",
                    x -> f.host.httpHandler(x.getRequestURI().getPath().split("/")[1]).orElseThrow().handle(x));
            server.start();
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
            return client.send(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("a body")).build(),
                    HttpResponse.BodyHandlers.ofString());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void helloGreetsCountsAndShowsItsPage() throws Exception {
        try (HostFixture f = with("hello")) {
            assertThat(HostFixture.out(f.execute("hello", "hello greet"))).isEqualTo("Hello, world!\n");
            f.services.put("config/mgr/hello/greeting", "<b>Hi");
            assertThat(HostFixture.out(f.execute("hello", "hello greet", Map.of("name", "you"))))
                    .isEqualTo("<b>Hi, you!\n");
            assertThat(HostFixture.out(f.execute("hello", "hello count"))).isEqualTo("2\n");
            assertThat(f.services.text("mgr/hello/count")).isEqualTo("2");
            HttpResponse<String> page = get(f, "/hello/");
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(page.body()).contains("<h1>&lt;b&gt;Hi, world!</h1>", "Greetings so far: 2");
            assertThat(f.host.selfTest("hello", HostFixture.LONG).stderr()).isEqualTo("Self-test OK");
            assertThat(f.host.commands().get("hello")).extracting(CommandDescriptor::cmd)
                    .contains("hello greet name=name,type=CephString,req=false");
        }
    }

    @Test
    void selftestExercisesTheWholeApiAndLeavesNothingBehind() throws Exception {
        try (HostFixture f = with("selftest")) {
            HandleCommandResult result = f.execute("selftest", "selftest run");
            assertThat(result.stderr()).isEqualTo("Self-test succeeded");
            assertThat(f.services.store.keySet()).as("beside what 'config log' tells")
                    .allMatch(key -> key.startsWith("config-history/"));
            assertThat(f.services.uris).isEmpty();
            assertThat(f.services.clusterLog).containsExactly("cluster debug mgr.a.selftest self-test");
            assertThat(f.services.progress("selftest").running).isEmpty();
            assertThat(f.host.selfTest("selftest", HostFixture.LONG).retval()).isZero();
        }
    }

    @Test
    void selftestShowsWorkUntilItIsDone() throws Exception {
        try (HostFixture f = with("selftest")) {
            assertThat(f.execute("selftest", "selftest progress", Map.of("id", "w", "fraction", 0.25)).retval())
                    .isZero();
            assertThat(f.execute("selftest", "selftest progress", Map.of("id", "w", "fraction", 1.0)).retval())
                    .isZero();
            assertThat(f.services.progress("selftest").calls).containsExactly(
                    "start w Work w of the self-test", "update w 0.25 Work w of the self-test",
                    "start w Work w of the self-test", "update w 1.00 Work w of the self-test", "complete w");
            assertThat(f.execute("selftest", "selftest progress", Map.of("id", "w", "fraction", 1.5)).stderr())
                    .contains("the fraction of progress event 'w' is 1.5: use 0 to 1");
        }
    }

    @Test
    void selftestCommandsDoWhatTheySay() throws Exception {
        try (HostFixture f = with("selftest")) {
            assertThat(HostFixture.out(f.execute("selftest", "selftest echo", Map.of("text", List.of("a", "b")))))
                    .isEqualTo("a b");
            assertThat(f.execute("selftest", "selftest health set",
                    Map.of("code", "X", "severity", "error", "summary", "bad")).retval()).isZero();
            assertThat(f.services.checks.getOrDefault("selftest", List.of())).hasSize(1);
            assertThat(f.execute("selftest", "selftest health clear").retval()).isZero();
            assertThat(f.services.checks.getOrDefault("selftest", List.of())).isEmpty();
            assertThat(f.execute("selftest", "selftest cluster-log",
                    Map.of("channel", "audit", "priority", "warn", "message", "m")).retval()).isZero();
            assertThat(f.services.clusterLog).contains("audit warn mgr.a.selftest m");
            assertThat(HostFixture.out(f.execute("selftest", "selftest remote",
                    Map.of("module", "selftest", "method", "echo", "arg", "x")))).isEqualTo("x");
            assertThat(HostFixture.out(f.execute("selftest", "selftest config get", Map.of("key", "roption2"))))
                    .isEqualTo("xyz");
            assertThat(f.execute("selftest", "selftest raise", Map.of("message", "m")).retval())
                    .isEqualTo(-Errno.EINVAL.number());
            assertThat(f.execute("selftest", "selftest store set", Map.of("key", "k", "value", "v")).retval()).isZero();
            assertThat(HostFixture.out(f.execute("selftest", "selftest store get", Map.of("key", "k")))).isEqualTo("v");
            assertThat(f.execute("selftest", "selftest store get", Map.of("key", "none")).retval())
                    .isEqualTo(-Errno.ENOENT.number());
            f.host.notifyAll(NotifyType.MGR_MAP, "1");
            await().untilAsserted(() -> assertThat(f.execute("selftest", "selftest counts").data())
                    .asString()
                    .contains("\"notify_mgr_map\":1"));
            assertThat(get(f, "/selftest/echo").body()).isEqualTo("a body");
            assertThat(get(f, "/selftest/fail").statusCode()).isEqualTo(500);
        }
    }

    @Test
    void selftestThatThrowsInTheBackgroundFailsAndComesBack() throws Exception {
        try (HostFixture f = with("selftest")) {
            assertThat(
                    f.execute("selftest", "selftest background start", Map.of("workload", "throw_exception")).retval())
                    .isZero();
            f.awaitState("selftest", ModuleState.FAILED);
            assertThat(f.summary("MGR_MODULE_ERROR"))
                    .isEqualTo("Module 'selftest' has failed: IllegalStateException: Synthetic exception in serve");
            f.fireTimers();
            f.awaitState("selftest", ModuleState.RUNNING);
            assertThat(f.execute("selftest", "selftest background start", Map.of("workload", "command_spam")).retval())
                    .isZero();
            assertThat(f.execute("selftest", "selftest background stop").stderr())
                    .contains("COMMAND_SPAM");
        }
    }
}
