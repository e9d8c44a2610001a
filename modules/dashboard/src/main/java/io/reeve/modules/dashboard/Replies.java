package io.reeve.modules.dashboard;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The answers of the module's pages, and what requests ask for. */
final class Replies {
    /** The size from which on an answer is worth compressing, in bytes. */
    private static final int LARGE = 16 << 10;

    private Replies() {}

    /** Answers with JSON, which is never cached. */
    static void json(HttpExchange exchange, String body) throws IOException {
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        send(exchange, 200, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with a sentence. */
    static void error(HttpExchange exchange, int status, String reason) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", (reason + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with bytes, compressed if they are many and the client takes that. */
    static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        byte[] sent = body;
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (body.length >= LARGE && accepted != null && accepted.contains("gzip")) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4);
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(body);
            }
            sent = packed.toByteArray();
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().add("Vary", "Accept-Encoding");
        try (exchange) {
            exchange.sendResponseHeaders(status, sent.length == 0 ? -1 : sent.length);
            if (sent.length > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(sent);
                }
            }
        }
    }

    /** The values of a parameter of the query, in order. */
    static List<String> parameters(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getRawQuery();
        List<String> values = new ArrayList<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equals(name)) {
                values.add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    /** The value of a parameter of the query; null if it has none. */
    static @Nullable String parameter(HttpExchange exchange, String name) {
        List<String> values = parameters(exchange, name);
        return values.isEmpty() ? null : values.getFirst();
    }
}
