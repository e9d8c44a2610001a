package io.reeve.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** A Prometheus on this machine, as Debian packages it. */
final class PrometheusServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");

    private final Process process;
    private final Path log;
    private final String url;

    private PrometheusServer(Process process, Path log, String url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /** Skips the test, or fails it in CI, where there is none. */
    static void needed() {
        Needs.file(PROGRAM, "a real Prometheus that scrapes managers");
        Needs.file(Path.of("/usr/bin/promtool"), "a judgement on the metrics");
    }

    static PrometheusServer start(Path folder, String configuration) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        Path log = folder.resolve("prometheus.log");
        String address = "127.0.0.1:" + TestCluster.freePort();
        Process process = new ProcessBuilder(PROGRAM.toString(), "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, log, "http://" + address);
        try {
            await().until(() -> Http.status(server.url + "/-/ready") == 200 || !process.isAlive());
            if (!process.isAlive()) {
                throw new IOException("Prometheus ended: " + server.log());
            }
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** What it wrote. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** The result of a query now: a list of {@code metric} and {@code value}. */
    JsonNode query(String promql) {
        JsonNode answer = ask("query?query=" + encoded(promql));
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError(promql + ": " + answer);
        }
        return answer.at("/data/result");
    }

    /** The single number that a query gives; NaN if it gives none. */
    double number(String promql) {
        JsonNode result = query(promql);
        return result.size() == 1 ? Double.parseDouble(result.at("/0/value/1").asText()) : Double.NaN;
    }

    /** The series that a query gives now, each as its labels in their order. */
    Set<String> series(String promql) {
        Set<String> all = new TreeSet<>();
        query(promql).forEach(one -> all.add(one.get("metric").toString()));
        return all;
    }

    /** The alerts that fire. */
    Set<String> firing() {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : ask("alerts").at("/data/alerts")) {
            if (alert.get("state").asText().equals("firing")) {
                names.add(alert.at("/labels/alertname").asText());
            }
        }
        return names;
    }

    private JsonNode ask(String what) {
        return Http.json(Http.get(url + "/api/v1/" + what));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        Uninterruptibly.run(() -> {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        });
    }
}
