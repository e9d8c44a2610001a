package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus with the example job, over a failover of a running demo. */
@Tag("cluster")
class PrometheusTest {
    private static final Path PAGE = Product.root().resolve("src/site/markdown/prometheus.md");
    private static final Pattern QUERY = Pattern
            .compile("^\\| `(.+)` \\| [^|]+ \\| [^|]+ \\| (yes|where told|no) \\|$");
    /** What stays: not managers, of which one dies, nor checks, nor what this host has for a while, such as interfaces. */
    private static final String LASTING = "{__name__=~\"ceph_.+\",__name__!~\"ceph_health.*|ceph_mgr_module.*\","
            + "ceph_daemon!~\"(mgr|host)[.].*\"}";

    @TempDir
    Path folder;

    @Test
    void theExampleJobFindsAllManagersAndAFailoverBreaksNoSeries() throws Exception {
        PrometheusServer.needed();
        try (RunningDemo cluster = RunningDemo.start(folder.resolve("demo"))) {
            RunningDemo.Manager first = cluster.awaitActive();
            Product.ok(cluster.urls(), "osd", "pool", "create", "data", "8");
            groups(folder.resolve("demo/data"), 8);
            Product.ok(cluster.urls(), "mgr", "module", "disable", "prometheus"); // the demo has it on
            assertThat(Http.get(first.url() + "/metrics").body()).as("without the module").doesNotContain("\nceph_");
            Product.ok(cluster.urls(), "mgr", "module", "enable", "prometheus");
            await().until(() -> {
                String told = Http.get(first.url() + "/metrics").body();
                return told.contains("ceph_osd_stat_bytes{ceph_daemon=\"osd.1\"") && told.contains("ceph_pg_total{");
            });
            everyManagerLeadsToTheList(cluster);
            everyOtherManagerTellsItsProcessOnly(cluster, first);
            promtoolHasNothingToSayOfOurNames(first);
            try (PrometheusServer prometheus = PrometheusServer.start(folder.resolve("prometheus"), job(cluster))) {
                await().until(() -> prometheus.number("sum(up{job=\"reeve\"})") == 3);
                everyQueryGivesDataOrNotAsThePageSays(prometheus);
                everyQueryOfTheDashboardGivesData(prometheus);
                everySampleIsTaken(prometheus, first);
                aFailoverBreaksNoSeries(prometheus, cluster, first);
            }
        }
    }

    /** Placement groups of the first pool with an object in each, as the demo's agent finds them in both its stores. */
    private static void groups(Path data, int count) throws IOException {
        for (int osd = 0; osd < 2; osd++) {
            for (int group = 0; group < count; group++) {
                Path there = Files.createDirectories(data.resolve("osd." + osd).resolve("1." + group));
                Files.writeString(there.resolve("object"), "some bytes");
            }
        }
    }

    /** The example, with a cluster's addresses and in a hurry. */
    private static String job(RunningDemo cluster) throws IOException {
        Path examples = Product.home().resolve("examples");
        String job = Files.readString(examples.resolve("prometheus.yml"))
                .replace("[alerts.yaml]", "[\"" + examples.resolve("alerts.yaml") + "\"]")
                .replace("scrape_interval: 15s", "scrape_interval: 1s")
                .replace("evaluation_interval: 15s", "evaluation_interval: 1s")
                .replace("refresh_interval: 60s", "refresh_interval: 1s");
        for (int i = 0; i < cluster.managers().size(); i++) {
            String there = cluster.managers().get(i).url().replaceFirst("/$", "");
            job = job.replace("http://node" + (i + 1) + ":9480", there);
        }
        assertThat(job).doesNotContain("node").doesNotContain("15s").doesNotContain("60s");
        return job;
    }

    private static void everyManagerLeadsToTheList(RunningDemo cluster) {
        for (RunningDemo.Manager manager : cluster.managers()) {
            HttpResponse<String> list = Http.get(manager.url() + "/prometheus/sd");
            assertThat(list.headers().firstValue("Content-Type")).hasValue("application/json");
            List<String> targets = new ArrayList<>();
            Http.json(list).forEach(group -> targets.add(group.at("/targets/0").asText()));
            assertThat(targets).containsExactlyInAnyOrderElementsOf(
                    cluster.managers().stream().map(m -> m.url().replaceAll("^http://|/$", "")).toList());
        }
    }

    private static void everyOtherManagerTellsItsProcessOnly(RunningDemo cluster, RunningDemo.Manager active) {
        for (RunningDemo.Manager manager : cluster.managers()) {
            assertThat(Http.get(manager.url() + "/metrics").body().lines().anyMatch(line -> line.startsWith("ceph_")))
                    .as(manager.name())
                    .isEqualTo(manager.name().equals(active.name()));
        }
    }

    private static void promtoolHasNothingToSayOfOurNames(RunningDemo.Manager active) throws Exception {
        Process promtool = new ProcessBuilder("/usr/bin/promtool", "check", "metrics").redirectErrorStream(true)
                .start();
        try (var in = promtool.getOutputStream()) {
            in.write(Http.get(active.url() + "/metrics").body().getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said.lines()).as("Ceph's names are what they are; ours follow the conventions")
                .allMatch(line -> line.startsWith("ceph_"));
    }

    private static void everyQueryGivesDataOrNotAsThePageSays(PrometheusServer prometheus) throws IOException {
        int queries = 0;
        for (String line : Files.readAllLines(PAGE)) {
            var row = QUERY.matcher(line);
            if (row.matches()) {
                String query = withValues(row.group(1).replace("\\|", "|"));
                switch (row.group(2)) {
                    case "yes" -> await().until(() -> !prometheus.query(query).isEmpty());
                    case "no" -> assertThat(prometheus.query(query)).as(query).isEmpty();
                    default -> {
                        JsonNode _ = prometheus.query(query);
                    }
                }
                queries++;
            }
        }
        assertThat(queries).isGreaterThan(90);
    }

    /** The query with what Grafana puts in for its variables. */
    private static String withValues(String query) {
        return query.replace("$job", "reeve")
                .replace("$__rate_interval", "1m")
                .replace("$topk", "10")
                .replaceAll("\\$\\w+", ".*");
    }

    private static void everyQueryOfTheDashboardGivesData(PrometheusServer prometheus) throws IOException {
        JsonNode dashboard = Http.JSON
                .readTree(Product.home().resolve("examples/grafana-dashboard.json").toFile());
        List<String> queries = dashboard.findValuesAsText("expr");
        assertThat(queries).hasSizeGreaterThan(10);
        for (String query : queries) {
            String plain = query.replace("$cluster", ".*");
            if (plain.startsWith("ceph_health_detail")) { // nothing, where all is well
                assertThat(prometheus.query(plain.replace(" == 1", " >= 0"))).isNotNull();
            } else {
                await().until(() -> !prometheus.query(plain).isEmpty());
            }
        }
    }

    /** As many samples as the text has lines for them: none was refused, and none is there twice. */
    private static void everySampleIsTaken(PrometheusServer prometheus, RunningDemo.Manager active) {
        String instance = active.url().replaceAll("^http://|/$", "");
        await().until(() -> {
            long lines = Http.get(active.url() + "/metrics")
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .count();
            return prometheus.number("scrape_samples_scraped{instance=\"" + instance + "\"}") == lines
                    && prometheus
                            .number("scrape_samples_post_metric_relabeling{instance=\"" + instance + "\"}") == lines;
        });
    }

    private static void aFailoverBreaksNoSeries(PrometheusServer prometheus, RunningDemo cluster,
            RunningDemo.Manager first) throws Exception {
        Set<String> before = prometheus.series(LASTING);
        assertThat(before).hasSizeGreaterThan(50);
        String instance = first.url().replaceAll("^http://|/$", "");
        first.kill9();
        await().until(() -> !cluster.awaitActive().name().equals(first.name()));
        await().until(() -> prometheus.query("up{instance=\"" + instance + "\"} == 1").isEmpty()); // what it told is over
        await().untilAsserted(() -> assertThat(prometheus.series(LASTING)).containsAll(before));
        assertThat(prometheus.query("count by (ceph_daemon) (ceph_osd_up) > 1")).isEmpty();
        for (String counter : counters(cluster.awaitActive())) {
            assertThat(prometheus.query("resets(" + counter + "{ceph_daemon!~\"host[.].*\"}[10m]) > 0")).as(counter)
                    .isEmpty();
        }
        assertThat(prometheus.number("count(count by (instance) (last_over_time(ceph_health_status[10m])))"))
                .isEqualTo(1);
        assertThat(prometheus.firing()).isSubsetOf("ReeveHealthError", "ReeveHealthWarning");
        assertThat(prometheus.log()).doesNotContain("Error on ingesting", "out of order", "duplicate");
    }

    private static List<String> counters(RunningDemo.Manager active) {
        return Http.get(active.url() + "/metrics")
                .body()
                .lines()
                .filter(line -> line.matches("# TYPE ceph_\\S+ counter"))
                .map(line -> line.split(" ")[2])
                .toList();
    }
}
