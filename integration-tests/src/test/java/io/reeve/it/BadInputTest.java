package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.http.testing.RawHttp;
import io.reeve.modulehost.testing.TestModuleJar;
import io.reeve.report.Reporter;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.FrameCodec;
import io.reeve.report.protocol.Identity;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input that is wrong gets a clear answer, from the active and from a standby, and both stay up. */
@Tag("cluster")
class BadInputTest {
    private static final HttpClient UNREDIRECTED = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @TempDir
    static Path folder;

    private static Path modules;
    private static TestCluster cluster;
    private static TestCluster.Node active;
    private static TestCluster.Node standby;
    private static long epoch;

    @BeforeAll
    static void startTwo() throws Exception {
        modules = Files.createDirectories(folder.resolve("modules"));
        cluster = new TestCluster(folder.resolve("cluster"), Duration.ofSeconds(20));
        for (String name : List.of("a", "b")) {
            cluster.start(name, "--module-path", Product.home().resolve("modules") + ":" + modules);
        }
        active = cluster.awaitSettled();
        standby = cluster.nodes().stream().filter(n -> !n.name().equals(active.name())).findFirst().orElseThrow();
        epoch = cluster.epoch(active);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @AfterEach
    void allLiveOnInTheSameEpoch() {
        assertThat(cluster.nodes()).allMatch(n -> n.process().isAlive());
        assertThat(Http.status(active.url() + "/health/active")).isEqualTo(200);
        assertThat(Http.status(standby.url() + "/health/standby")).isEqualTo(200);
        assertThat(cluster.epoch(standby)).isEqualTo(epoch);
    }

    @Test
    void wrongWordsAreNamed() throws Exception {
        refused(22, "no valid command found", "nosuch", "thing");
        refused(22, "mgr module ls", "mgr", "modul", "ls");
        refused(22, "missing required parameter module", "mgr", "module", "enable");
        refused(22, "unused arguments: ['b', 'c']", "mgr", "module", "enable", "a", "b", "c");
        refused(22, "seconds: abc is not a number", "selftest", "spin", "abc");
        refused(22, "severity: NOSEV not in warning|error", "selftest", "health", "set", "X", "NOSEV", "s");
        refused(2, "nosuch", "mgr", "module", "enable", "nosuch");
        refused(22, "reserved", "mgr", "module", "enable", "mgr");
        refused(2, "no such key 'nosuch'", "config-key", "get", "nosuch");
        refused(2, "--format 'xml' is not one of plain, json, json-pretty, yaml", "--format", "xml", "mgr", "stat");
    }

    private static void refused(int exit, String text, String... words) throws Exception {
        Product.Outcome outcome = Product.reeve(cluster.urls(), words);
        assertThat(outcome.exit()).as(Arrays.toString(words) + outcome.stderr()).isEqualTo(exit);
        assertThat(outcome.stdout()).isEmpty();
        assertThat(outcome.stderr()).startsWith(exit == 22 || words[0].charAt(0) != '-' ? "Error E" : "reeve: ")
                .contains(text)
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    void noTextOfOthersReachesTheTerminalOrMakesALineInAnyPlainOutput() throws Exception {
        String evil = "x\u001b[2J\u009b1m\u202e\u2028\nforged\rforged\u0007";
        try (Reporter osd = Reporter.builder("osd", "0")
                .managers("127.0.0.1:" + active.reportPort())
                .metadata(Map.of("hostname", "h1", "evil" + evil, evil, "version", evil, "ceph_version", evil))
                .start();
                Reporter web = Reporter.builder("web", "a")
                        .managers("127.0.0.1:" + active.reportPort())
                        .service(true)
                        .metadata("hostname", evil)
                        .start()) {
            web.status(Map.of("state" + evil, evil));
            web.tasks(Map.of(evil, evil));
            assertThat(osd.awaitReporting(Duration.ofSeconds(60)) && web.awaitReporting(Duration.ofSeconds(60)))
                    .isTrue();
            assertThat(command("config-key", "set", "evil/" + evil, evil).path("status").asInt()).isZero();
            assertThat(command("mgr", "module", "enable", "selftest").path("status").asInt()).isZero();
            await().untilAsserted(() -> assertThat(command("selftest", "health", "set", "EVIL", "warning", evil)
                    .path("status")
                    .asInt()).isZero());
            command("selftest", "cluster-log", "cluster", "info", evil);
            await().untilAsserted(() -> assertThat(command("log", "last").path("stdout").asText()).contains("forged"));
            await().untilAsserted(() -> assertThat(command("service", "dump").path("stdout").asText()).contains("web"));
            for (List<String> words : plainCommands()) {
                JsonNode answer = command(words.toArray(String[]::new));
                String shown = answer.path("stdout").asText() + answer.path("stderr").asText();
                assertThat(shown.lines()).as("%s", words).noneMatch(line -> line.startsWith("forged"));
                assertThat(shown.codePoints().filter(BadInputTest::isHarmful)).as("%s: %s", words, shown).isEmpty();
            }
        } finally {
            command("selftest", "health", "clear");
            command("mgr", "module", "disable", "selftest");
            command("config-key", "rm", "evil/" + evil);
        }
        assertThat(cluster.log(active)).content()
                .contains("audit: ")
                .satisfies(log -> assertThat(log.lines())
                        .noneMatch(line -> line.startsWith("forged")));
    }

    /** Every built-in command that only reads and needs no argument, and some with arguments. */
    private static List<List<String>> plainCommands() throws Exception {
        List<List<String>> all = new ArrayList<>();
        JsonNode descriptions = Http.JSON.readTree(
                command("get_command_descriptions", "--format", "json").path("stdout").asText());
        for (JsonNode one : descriptions) {
            List<String> words = new ArrayList<>();
            boolean bare = true;
            for (JsonNode part : one.path("sig")) {
                words.add(part.asText());
                bare &= part.isTextual() || !part.path("req").asBoolean(true);
            }
            words.removeIf(String::isEmpty);
            if (bare && one.path("perm").asText().equals("r") && one.path("module").asText().equals("mgr")) {
                all.add(List.copyOf(words));
            }
        }
        assertThat(all).hasSizeGreaterThan(40);
        all.addAll(List.of(List.of("health", "detail"), List.of("osd", "metadata", "0"), List.of("osd", "df", "tree"),
                List.of("data", "get", "service_map"), List.of("log", "last", "100", "debug", "*")));
        return all;
    }

    private static boolean isHarmful(int c) {
        return c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028);
    }

    private static JsonNode command(String... words) throws IOException {
        return Http.json(Http.command(active.url(), Map.of("words", List.of(words)), Duration.ofSeconds(60)));
    }

    @Test
    void whatIsNoCommandRequestReachesNoCommand() throws Exception {
        String json = "application/json";
        for (TestCluster.Node node : cluster.nodes()) {
            assertThat(post(node, json, "{\"prefix\":").statusCode()).isEqualTo(400);
            assertThat(post(node, json, "[1,2]").statusCode()).isEqualTo(400);
            assertThat(post(node, json, "\u0000\ufffd").statusCode()).isEqualTo(400);
            assertThat(post(node, json, "{\"words\": \"mgr stat\"}").statusCode()).isEqualTo(400);
            assertThat(post(node, json, "{}").statusCode()).isEqualTo(400);
            assertThat(post(node, json, "[".repeat(100_000)).statusCode()).isEqualTo(400);
            assertThat(post(node, "text/plain", "{\"prefix\": \"mgr stat\"}").statusCode()).isEqualTo(415);
            assertThat(post(node, json, " ".repeat((16 << 20) + 1)).statusCode()).isEqualTo(413);
            HttpResponse<String> foreign = UNREDIRECTED.send(request(node).header("Content-Type", json)
                    .header("Origin", "http://evil.example")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"prefix\": \"mgr fail\"}"))
                    .build(), HttpResponse.BodyHandlers.ofString());
            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
            assertThat(UNREDIRECTED.send(request(node).DELETE().build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode()).isEqualTo(405);
        }
    }

    private static HttpRequest.Builder request(TestCluster.Node node) {
        return HttpRequest.newBuilder(URI.create(node.url() + "/api/command")).timeout(Duration.ofSeconds(60));
    }

    private static HttpResponse<String> post(TestCluster.Node node, String type, String body) throws Exception {
        HttpResponse<String> answer = UNREDIRECTED.send(request(node).header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(), HttpResponse.BodyHandlers.ofString());
        assertThat(Http.json(answer).get("reason").asText()).isNotBlank();
        return answer;
    }

    @Test
    void requestTargetsThatLeadElsewhereAreRefused() throws Exception {
        for (TestCluster.Node node : cluster.nodes()) {
            int port = node.port();
            for (String line : List.of("CONNECT x.example:443 HTTP/1.1", "GET http://evil.example/hello/ HTTP/1.1",
                    "OPTIONS * HTTP/1.1", "GET evil.example HTTP/1.1", "GET /a\u0001b HTTP/1.1", "\u0016\u0003\u0001",
                    "GET /" + "a".repeat(70_000) + " HTTP/1.1")) {
                String answer = RawHttp.request(port, line, "Host: x");
                assertThat(answer).as(line.substring(0, Math.min(40, line.length())))
                        .startsWith("HTTP/1.1 400 ")
                        .doesNotContainIgnoringCase("location:");
            }
            assertThat(RawHttp.request(port, "GET / HTTP/1.1", "Host: x", "X: " + "y".repeat(70_000))).startsWith(
                    "HTTP/1.1 400 ");
        }
        String split = RawHttp.request(standby.port(), "GET /x%0d%0aSet-Cookie:%20a=b HTTP/1.1", "Host: localhost");
        assertThat(split).contains("\r\nLocation: " + active.url() + "/x%0d%0aSet-Cookie:%20a=b\r\n")
                .doesNotContain("\nSet-Cookie");
        String bogus = RawHttp.request(standby.port(), "GET /y?z=1 HTTP/1.1", "Host: localhost",
                "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https");
        assertThat(bogus).contains("\r\nLocation: " + active.url() + "/y?z=1\r\n").doesNotContain("evil.example");
        for (TestCluster.Node node : cluster.nodes()) {
            assertThat(RawHttp.request(node.port(), "GET /hello/ HTTP/1.1", "Host: evil.example"))
                    .startsWith("HTTP/1.1 421 ")
                    .contains("--allowed-hosts")
                    .doesNotContainIgnoringCase("location:");
            assertThat(RawHttp.request(node.port(), "GET /health/live HTTP/1.1", "Host: evil.example"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(RawHttp.request(node.port(), "DELETE /hello/ HTTP/1.1", "Host: localhost",
                    "Origin: http://evil.example")).startsWith("HTTP/1.1 403 ").contains("--allow-origin");
        }
    }

    @Test
    void slowClientsHoldNobodyUpAndAreSentAway() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (TestCluster.Node node : cluster.nodes()) {
            for (int i = 0; i < 100; i++) {
                slow.add(RawHttp.open(node.port(), "GET /hello/ HTTP/1.1\r\nHost: localhost\r\nX-a"));
                slow.add(RawHttp.open(node.port(), "POST /api/command HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"));
            }
        }
        for (TestCluster.Node node : cluster.nodes()) {
            assertThat(Http.get(node.url() + "/hello/").statusCode()).isEqualTo(200);
            assertThat(Http.command(node.url(), Map.of("prefix", "mgr stat"), Duration.ofSeconds(30)).statusCode())
                    .isIn(200, 307);
        }
        for (Socket socket : slow) {
            try (socket) {
                String end = new String(socket.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(end).matches("(?s)(HTTP/1.1 (400|408|503) .*)?");
            }
        }
    }

    @Test
    void bytesOnTheReportPortThatAreNotOursAreAnsweredAndLogged() throws Exception {
        for (TestCluster.Node node : cluster.nodes()) {
            int port = node.reportPort();
            assertThat(RawHttp.request(port, "GET / HTTP/1.1", "Host: x")).startsWith("HTTP/1.1 400 ")
                    .contains("report port");
            for (String bytes : List.of("\u00ff".repeat(100), "\u007f\u00ff\u00ff\u00ff" + "x".repeat(100),
                    "\u0000".repeat(40), "\u0000\u0000\u0000\u0004abcd", "SSH-2.0-OpenSSH_9.2\r\n")) {
                assertThat(RawHttp.talk(port, bytes)).as("answer").isNotEmpty();
            }
            await().untilAsserted(() -> assertThat(cluster.log(node)).content()
                    .contains("report port: closed the connection from"));
        }
    }

    @Test
    void aStrangerWhoCallsItselfAManagerMovesNothing() throws Exception {
        long highest = Identity.NUMBER_LIMIT - 1;
        String fsid = cluster.mgrMap(active).get("fsid").asText();
        for (TestCluster.Node node : cluster.nodes()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.reportPort())) {
                say(socket, Frame.Hello.of(Frame.MANAGER, new Identity("zzz", 424242, "reeve", fsid, highest)));
                say(socket, new Frame.Ping(1, highest));
                say(socket, new Frame.Drain(2, epoch, "a stranger says so", "0123456789abcdef"));
                say(socket, new Frame.Audit(3, "a stranger's line", "0123456789abcdef"));
                say(socket, new Frame.Ping(4, highest));
                socket.setSoTimeout(60_000);
                assertThat(socket.getInputStream().read()).as("an answer").isNotEqualTo(-1);
            }
            await().untilAsserted(() -> assertThat(cluster.log(node)).content()
                    .contains("asks this one to hand over in epoch " + epoch, "does not say so: refused"));
        }
        // Longer than peers need to pass on what they hear.
        await().during(Duration.ofSeconds(2))
                .until(() -> Http.status(standby.url() + "/hello/") == 200 && cluster.epoch(standby) == epoch);
        assertThat(Product.ok(cluster.urls(), "log", "last", "100", "debug", "audit")).doesNotContain("stranger");
    }

    @Test
    void halfFramesOfManyDaemonsAndStrangersEndTheirSessionsAndNoOther() throws Exception {
        List<Socket> strangers = new ArrayList<>();
        List<RawDaemon> greedy = new ArrayList<>();
        try (RawDaemon good = new RawDaemon(active, "web", "good")) {
            good.awaitConfigure();
            for (int i = 0; i < 134; i++) {
                Socket stranger = new Socket(InetAddress.getLoopbackAddress(), active.reportPort());
                strangers.add(stranger);
                DataOutputStream out = new DataOutputStream(stranger.getOutputStream());
                out.writeInt(Frame.STRANGER_LIMIT);
                out.write(new byte[Frame.STRANGER_LIMIT - 100]);
                RawDaemon daemon = new RawDaemon(active, "web", "greedy" + i);
                greedy.add(daemon);
                daemon.awaitConfigure();
                daemon.sendHalf(Frame.DAEMON_LIMIT, 1 << 20);
                good.ping();
            }
            int ended = 0;
            for (RawDaemon each : greedy) {
                ended += each.hasEnded() ? 1 : 0;
            }
            assertThat(ended).as("frames in part of 32 MiB stay").isBetween(134 - 33, 134 - 15);
            good.ping();
            assertThat(Http.get(active.url() + "/hello/").statusCode()).isEqualTo(200);
            assertThat(residentMegabytes(active)).as("resident: the heap of 512 and what the process has beside it")
                    .isLessThan(512 + 256);
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
            for (RawDaemon each : greedy) {
                each.close();
            }
        }
    }

    private static long residentMegabytes(TestCluster.Node node) throws IOException {
        Path status = Path.of("/proc", Long.toString(node.process().pid()), "status");
        return Files.exists(status)
                ? Files.readAllLines(status)
                        .stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                        .sum()
                : 0;
    }

    private static void say(Socket socket, Frame frame) throws IOException {
        byte[] body = FrameCodec.write(frame);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(body.length);
        out.write(body);
        out.flush();
    }

    @Test
    void jarsThatAreNoModulesAreNamedWithTheFix() throws Exception {
        Files.writeString(modules.resolve("notajar.jar"), "this is no jar");
        TestModuleJar.module("nospec", "").provider("mod.NoSuchClass").writeTo(modules);
        TestModuleJar.module("toonew", "").manifest("Reeve-Api-Version", "[7.0,8.0)").writeTo(modules);
        TestModuleJar.module("mgr", "").writeTo(modules, "reserved.jar");
        TestModuleJar.module("hello", "").writeTo(modules, "second-hello.jar");
        TestModuleJar.module("broken", "static { if (true) throw new IllegalStateException(\"static boom\"); }")
                .writeTo(
                        modules);

        assertThat(Product.reeve(cluster.urls(), "mgr", "module", "rescan").exit()).isZero();
        Product.Outcome listed = Product.reeve(cluster.urls(), "mgr", "module", "ls");
        assertThat(listed.stdout()).contains("notajar.jar is not a jar", "mod.NoSuchClass",
                "it needs module API [7.0,8.0)", "the name 'mgr' is reserved", "module 'hello' is already there");
        assertThat(listed.stdout().lines().filter(l -> l.startsWith("cannot be loaded: "))).hasSize(5)
                .allMatch(l -> l.contains("To mend it: "));
        Product.Outcome enabled = Product.reeve(cluster.urls(), "mgr", "module", "enable", "toonew");
        assertThat(enabled.exit()).isEqualTo(2);
        assertThat(enabled.stderr()).contains("it needs module API [7.0,8.0)");

        await()
                .until(() -> cluster.mgrMap(standby).toString().contains("\"broken\""));
        Product.Outcome broken = Product.reeve(cluster.urls(), "mgr", "module", "enable", "broken");
        assertThat(broken.exit()).isEqualTo(5);
        assertThat(broken.stderr().strip().lines()).hasSize(1);
        assertThat(broken.stderr()).contains("static boom").doesNotContain("\tat ");
        assertThat(Product.reeve(cluster.urls(), "health", "detail").stdout()).contains("MGR_MODULE_ERROR", "broken");
        assertThat(Product.reeve(cluster.urls(), "mgr", "module", "disable", "broken").exit()).isZero();
        await()
                .until(() -> !Product.reeve(cluster.urls(), "health").stdout().contains("broken"));
    }
}
