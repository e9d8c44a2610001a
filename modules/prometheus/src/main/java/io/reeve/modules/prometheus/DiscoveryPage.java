package io.reeve.modules.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.cluster.MgrMap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The pages of the module: {@code sd} lists the managers for Prometheus, and the first page says what there is. */
final class DiscoveryPage implements HttpHandler {
    private static final String ROOT = "/prometheus/";
    private static final String INDEX = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>prometheus</title></head>
            <body><h1>Metrics</h1><ul>
            <li><a href="../metrics">/metrics</a>: the cluster, and the process of this manager</li>
            <li><a href="sd">/prometheus/sd</a>: all managers, for http_sd_configs of Prometheus</li>
            </ul></body></html>
            """;

    private final Supplier<MgrMap> map;

    DiscoveryPage(Supplier<MgrMap> map) {
        this.map = map;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case ROOT -> answer(exchange, 200, "text/html; charset=utf-8", INDEX);
            case ROOT + "sd" -> answer(exchange, 200, "application/json", Targets.json(map.get()) + "\n");
            default ->
                answer(exchange, 404, "text/plain; charset=utf-8", "there are " + ROOT + " and " + ROOT + "sd\n");
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            switch (exchange.getRequestMethod()) {
                case "GET" -> {
                    exchange.sendResponseHeaders(status, body.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(body);
                    }
                }
                case "HEAD" -> exchange.sendResponseHeaders(status, -1);
                default -> {
                    exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                    exchange.sendResponseHeaders(405, -1);
                }
            }
        }
    }
}
