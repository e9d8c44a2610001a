package io.reeve.daemon.rehearsal;

import io.reeve.http.endpoint.Endpoint;
import io.reeve.report.Reporter;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The first requests that reach a new active: pages, commands of each kind, and a daemon that reports. */
final class FirstRequests {
    private static final Duration REPORTING = Duration.ofSeconds(3);
    private static final int PATIENCE_MILLIS = 2_000;
    private static final List<Endpoint> PAGES = List.of(Endpoint.ACTIVE, Endpoint.READY, Endpoint.MANAGERS,
            Endpoint.METRICS);
    private static final List<String> COMMANDS = List.of("\"standin\", \"count\"", "\"mgr\", \"stat\"", "\"status\"",
            "\"health\"", "\"config-key\", \"set\", \"x\", \"y\"", "\"log\", \"last\"", "\"osd\", \"tree\"",
            "\"data\", \"get\", \"osd_map\"");
    private static final List<String> FORMATS = List.of("plain", "json");

    private FirstRequests() {}

    /** Sends them all, one after the other. */
    static void send(Player active) throws IOException, InterruptedException {
        try (Reporter storage = Reporter.builder("osd", "0").managers("127.0.0.1:" + active.reportPort()).start()) {
            storage.gauge("osd.stat_bytes", gauge -> gauge.description("Capacity"), () -> 1L << 40);
            command(active.httpPort(), COMMANDS.getFirst(), FORMATS.getLast());
            boolean _ = storage.awaitReporting(REPORTING);
            for (String format : FORMATS) {
                for (String words : COMMANDS) {
                    command(active.httpPort(), words, format);
                }
            }
            for (Endpoint page : PAGES) {
                ask(active.httpPort(), page.path(), "");
            }
        }
    }

    private static void command(int port, String words, String format) throws IOException, InterruptedException {
        ask(port, Endpoint.COMMAND.path(), "{\"words\": [" + words + "], \"format\": \"" + format + "\"}");
    }

    private static void ask(int port, String path, String json) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the rehearsal is over");
        }
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path)
                .toURL()
                .openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        if (!json.isEmpty()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        InputStream answer = status < HttpURLConnection.HTTP_BAD_REQUEST
                ? connection.getInputStream()
                : connection.getErrorStream();
        if (answer != null) {
            try (answer) {
                byte[] _ = answer.readAllBytes();
            }
        }
    }
}
