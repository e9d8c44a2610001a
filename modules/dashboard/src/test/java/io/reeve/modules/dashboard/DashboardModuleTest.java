package io.reeve.modules.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.reeve.api.cluster.PerfCounter.Type;
import io.reeve.api.cluster.Sample;
import io.reeve.api.cluster.Server;
import io.reeve.api.testing.FakeCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of the module, asked over HTTP. */
class DashboardModuleTest {
    private static final Path GUIDE = Path.of("../../src/site/markdown/dashboard.md");

    private final FakeManager manager = new FakeManager();
    private final HttpClient client = HttpClient.newHttpClient();
    private DashboardModule module;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        manager.cluster.servers.add(new Server("<h1>", List.of(new Server.Service("web", "a", "1")), "1"));
        manager.cluster.data.put("health", Map.of("status", "HEALTH_OK", "checks", Map.of(), "mutes", List.of()));
        module = new DashboardModule(manager);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/dashboard/", module.httpHandler().orElseThrow());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        client.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/dashboard/" + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theOnlyInlineScriptIsTheImportMapAndThePolicyHasItsHash() throws Exception {
        HttpResponse<String> page = get("");
        Matcher scripts = Pattern.compile("<script([^>]*)>([^<]*)</script>").matcher(page.body());
        assertThat(scripts.find()).isTrue();
        assertThat(scripts.group(1)).isEqualTo(" type=\"importmap\"");
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(scripts.group(2).getBytes(UTF_8)));
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'; script-src 'self' 'sha256-" + hash + "'; style-src 'self';",
                        "connect-src 'self' http://a.example:9480 http://b.example:9480;")
                .doesNotContain("unsafe");
        assertThat(scripts.find()).isTrue();
        assertThat(scripts.group(2)).isEmpty();
        assertThat(scripts.find()).isFalse();
        assertThat(page.body()).doesNotContain("style=", "{{");
    }

    @Test
    void everythingThatThePageNamesIsThere() throws Exception {
        String page = get("").body();
        Matcher named = Pattern.compile("(?:href|src)=\"([^\"]+)\"").matcher(page);
        while (named.find()) {
            assertThat(get(named.group(1)).statusCode()).as(named.group(1)).isEqualTo(200);
        }
        JsonNode imports = FakeManager.parsed(page.replaceAll("(?s).*importmap\">|</script>.*", "")).get("imports");
        for (JsonNode target : imports) {
            if (!target.asText().endsWith("/")) {
                assertThat(get(target.asText().substring(2)).statusCode()).as(target.asText()).isEqualTo(200);
            }
        }
        assertThat(get("lib/lit/directives/repeat.js").headers().firstValue("Content-Type"))
                .contains("text/javascript; charset=utf-8");
    }

    @Test
    void aFileThatABrowserHasIsNotSentAgain() throws Exception {
        HttpResponse<String> file = get("app/main.js");
        String tag = file.headers().firstValue("ETag").orElseThrow();
        assertThat(get("app/main.js", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get("app/main.js", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void nothingBesideThePagesFilesIsServed() throws Exception {
        for (String path : List.of("app/../index.html", "app/%2e%2e/index.html", "lib/../../META-INF/MANIFEST.MF",
                "lib/lit/../lit/index.js", "app/none.js", "lib/none/index.js", "none", "app/",
                "lib/lit/package.json")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void theSnapshotHasTheClusterWithNamesAsTheyAre() throws Exception {
        JsonNode snapshot = FakeManager.parsed(get("api/snapshot").body());
        assertThat(snapshot.at("/sections/cluster/info/active").asText()).isEqualTo("a");
        assertThat(snapshot.at("/sections/hosts/<h1>/daemons/0").asText()).isEqualTo("web.a");
        assertThat(snapshot.at("/sections/managers/b/canLead").asBoolean()).isTrue();
        assertThat(snapshot.at("/sections/modules/dashboard/enabled").asBoolean()).isTrue();
    }

    @Test
    void theSnapshotIsThatOfTheMomentEvenIfNobodyFollows() throws Exception {
        manager.cluster.data.put("health", Map.of("status", "HEALTH_WARN", "checks", Map.of(), "mutes", List.of()));
        assertThat(FakeManager.parsed(get("api/snapshot").body()).at("/sections/health/status").asText())
                .isEqualTo("HEALTH_WARN");
    }

    @Test
    void anythingButReadingIsRefused() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort()
                        + "/dashboard/api/snapshot")).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void theGuideHasExactlyTheRoutesOfTheTable() throws Exception {
        List<String> documented = Files.readAllLines(GUIDE)
                .stream()
                .filter(line -> line.startsWith("| GET |"))
                .map(line -> line.split(" \\| ", -1))
                .map(cells -> cells[1].replace("`", "").replaceFirst("^/", "") + " " + cells[2] + " " + cells[3])
                .toList();
        assertThat(module.routes().stream().map(r -> r.path() + " " + r.perm() + " " + (r.open() ? "yes" : "no")))
                .containsExactlyElementsOf(documented);
        assertThat(module.routes()).allMatch(route -> route.method().equals("GET"));
    }

    @Test
    void theHistoryOfCapacityIsReadFromTheStoreAfterAFailover() throws Exception {
        manager.stored.put("space", "[60,1,2,\"HEALTH_OK\"]\n[120,3,4,\"HEALTH_OK\"]".getBytes(UTF_8));
        server.removeContext("/dashboard/");
        server.createContext("/dashboard/", new DashboardModule(manager).httpHandler().orElseThrow());
        assertThat(get("api/history").body())
                .isEqualTo("{\"space\":[[60,1,2,\"HEALTH_OK\"],[120,3,4,\"HEALTH_OK\"]]}");
        ClusterHistory two = new ClusterHistory("1\n2\n", 2);
        assertThat(two.add("3")).isEqualTo("2\n3");
    }

    @Test
    void aPointOfCapacityAndHealthIsStoredOnceInSixtySeconds() throws Exception {
        manager.cluster.data.put("df", Map.of("stats", Map.of("total_used_bytes", 10, "total_bytes", 20)));
        manager.pauses = 59;
        module.serve();
        assertThat(manager.stored).doesNotContainKey("space");
        manager.pauses = 180;
        module.serve();
        assertThat(new String(manager.stored.get("space"), UTF_8).lines()).hasSize(3)
                .allMatch(line -> line.matches("\\[[0-9]+,10,20,\"HEALTH_OK\"]"), "time, used, size, status");
    }

    @Test
    void aMuteIsStoredWithWhoMutedAndAnotherInstanceShowsItsEnd() throws Exception {
        manager.cluster.data.put("health", Map.of("status", "HEALTH_OK", "checks", Map.of("OSD_DOWN", Map.of()),
                "mutes", List.of(Map.of("code", "OSD_DOWN", "sticky", false))));
        manager.pauses = 10; // the audit log of the fake has no line about it, which is waited for
        module.serve();
        assertThat(new String(manager.stored.get("mutes"), UTF_8)).startsWith("OSD_DOWN\t");
        manager.cluster.data.put("health", Map.of("status", "HEALTH_OK", "checks", Map.of(), "mutes", List.of()));
        DashboardModule next = new DashboardModule(manager);
        manager.pauses = 10;
        next.serve();
        server.removeContext("/dashboard/");
        server.createContext("/dashboard/", next.httpHandler().orElseThrow());
        JsonNode mutes = FakeManager.parsed(get("api/snapshot").body()).at("/sections/muteHistory");
        assertThat(mutes).hasSize(1);
        assertThat(mutes.iterator().next().get("ending").asText()).isEqualTo("the check cleared");
    }

    @Test
    void theSnapshotHasFileSystemsWithTheirRanksAndStandbys() throws Exception {
        manager.cluster.data.put("fs_map", Map.of("filesystems", List.of(Map.of("id", 1, "mdsmap",
                Map.of("fs_name", "cephfs", "enabled", true, "max_mds", 2, "failed", List.of(1), "info",
                        Map.of("gid_4", Map.of("name", "m1", "rank", 0, "state", "up:active", "addr", "h:1"))))),
                "standbys", List.of(Map.of("name", "m2", "rank", -1, "state", "up:standby", "addr", "h:2"))));
        JsonNode section = FakeManager.parsed(get("api/snapshot").body()).at("/sections/filesystems");
        assertThat(section.at("/1/name").asText()).isEqualTo("cephfs");
        assertThat(section.at("/1/wanted").asInt()).isEqualTo(2);
        assertThat(section.at("/1/failed/0").asInt()).isEqualTo(1);
        assertThat(section.at("/1/servers/0/name").asText()).isEqualTo("m1");
        assertThat(section.at("/standbys/0/name").asText()).isEqualTo("m2");
    }

    @Test
    void theGraceOfSilentDaemonsFollowsTheOptionsInForce() {
        CounterHistory counters = new CounterHistory(1 << 20);
        counters.sample(new FakeCluster().counter("osd.1", "osd.op_w", Type.COUNTER, 5, new Sample.Value(60, 1L)), 100);
        assertThat(Observed.silent(new FakeCluster(), counters)).containsExactly("osd.1");
        FakeCluster slow = new FakeCluster();
        slow.data.put("config", Map.of("stats_period", "30s", "silent_periods", "2"));
        assertThat(Observed.silent(slow, counters)).isEmpty();
    }

    @Test
    void thePointsOfACounterSayOfWhichEpochTheyAre() throws Exception {
        JsonNode series = FakeManager.parsed(get("api/series?counter=osd.0%7Cosd.op_w").body());
        assertThat(series.get(0).get("epoch").asLong()).isEqualTo(7);
    }
}
