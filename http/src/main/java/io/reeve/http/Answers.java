package io.reeve.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The manager's own responses: JSON for programs, HTML for browsers. They are never cached. */
public final class Answers {
    private static final HttpString NO_SNIFF = new HttpString("X-Content-Type-Options");
    private static final HttpString SECURITY_POLICY = new HttpString("Content-Security-Policy");
    private static final HttpString REFERRER_POLICY = new HttpString("Referrer-Policy");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /** Answers with a map, list or tree as JSON. */
    public static void json(HttpServerExchange exchange, int status, Object body) {
        send(exchange, status, "application/json", bytes(body));
    }

    private static byte[] bytes(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot be written as JSON: " + body.getClass().getName(), e);
        }
    }

    /** Answers with an error, in the one shape of all errors: {@code {"error": "not found", "reason": "a sentence"}}. */
    public static void error(HttpServerExchange exchange, int status, String reason) {
        error(exchange, status, reason, Map.of());
    }

    /**
     * Answers with an error.
     *
     * @param reason  a sentence for people, which names the thing and the fix
     * @param details further fields for programs
     */
    public static void error(HttpServerExchange exchange, int status, String reason, Map<String, ?> details) {
        json(exchange, status, error(status, reason, details));
    }

    /** The bytes of an error's body. */
    static byte[] errorBody(int status, String reason) {
        return bytes(error(status, reason, Map.of()));
    }

    private static Map<String, Object> error(int status, String reason, Map<String, ?> details) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", kind(status));
        body.put("reason", reason);
        body.putAll(details);
        return body;
    }

    /** Answers 405 to the method of a request, once the rest of its body was read. */
    public static void notAllowed(HttpServerExchange exchange, String methods) {
        RequestBody.read(exchange, 0, _ -> {
            exchange.getResponseHeaders().put(Headers.ALLOW, methods);
            error(exchange, 405, exchange.getRequestMethod() + " is not answered at " + exchange.getRequestURI()
                    + ": use " + methods);
        });
    }

    private static String kind(int status) {
        return switch (status) {
            case 307 -> "not the active manager";
            case 408 -> "request timeout";
            case 413 -> "too large";
            case 421 -> "misdirected request";
            case 503 -> "unavailable";
            default -> StatusCodes.getReason(status).toLowerCase(Locale.ROOT);
        };
    }

    /** Adds a header of the request to {@code Vary}: the response depends on it. */
    public static void vary(HttpServerExchange exchange, String header) {
        HeaderValues there = exchange.getResponseHeaders().get(Headers.VARY);
        if (there == null || !there.contains(header)) {
            exchange.getResponseHeaders().add(Headers.VARY, header);
        }
    }

    /** Answers with an HTML page, which runs no scripts and is shown in no frame. */
    public static void html(HttpServerExchange exchange, int status, String page) {
        exchange.getResponseHeaders()
                .put(SECURITY_POLICY,
                        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'none'")
                .put(REFERRER_POLICY, "no-referrer");
        send(exchange, status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with bytes. */
    public static void send(HttpServerExchange exchange, int status, String contentType, byte[] body) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, contentType)
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(NO_SNIFF, "nosniff")
                .put(Headers.CONTENT_LENGTH, Integer.toString(body.length));
        lastIfBodyMayNotCome(exchange);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    private static void lastIfBodyMayNotCome(HttpServerExchange exchange) {
        if (!exchange.isRequestComplete() && HttpContinue.requiresContinueResponse(exchange)) {
            exchange.setPersistent(false); // whether the body comes is not known
        }
    }

    /** Answers 307. The caller builds the location only from trusted parts and a checked request target. */
    public static void redirect(HttpServerExchange exchange, String location) {
        exchange.setStatusCode(307);
        exchange.getResponseHeaders().put(Headers.LOCATION, location).put(Headers.CACHE_CONTROL, "no-store");
        if (exchange.isRequestComplete()) {
            exchange.endExchange();
        } else { // not after the rest of the body, which Undertow would wait for first
            lastIfBodyMayNotCome(exchange);
            exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, "0");
            exchange.getResponseSender().close();
        }
    }

    /** Whether the client is a browser, which prefers HTML to JSON. */
    public static boolean wantsHtml(HttpServerExchange exchange) {
        @Nullable
        String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
        return accept != null && accept.contains("text/html");
    }

    /** Escapes text for use in HTML text and quoted attributes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'",
                        "&#39;");
    }
}
