package io.reeve.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The response that a request cannot be served here now: 503, with JSON for programs and a self-reloading page for browsers.
 *
 * @param reason    the reason, as a clause
 * @param since     the time since when, as far as known
 * @param lastEpoch the highest epoch known here
 * @param activeUrl the URL of the active, if it is known and this manager does not redirect or forward there
 */
public record Unavailable(String reason, Instant since, long lastEpoch, @Nullable String activeUrl) {
    private static final String RETRY_SECONDS = "1";

    /** A handler that answers every request with this reason. */
    public static HttpHandler always(String reason) {
        return always(() -> reason);
    }

    /** A handler that answers every request with the reason of that moment, for a process that is not even a standby yet. */
    public static HttpHandler always(Supplier<String> reason) {
        Instant since = Instant.now();
        return exchange -> new Unavailable(reason.get(), since, 0, null).send(exchange);
    }

    /** Answers 503 with this reason, after the body of the request was read. */
    public static void send(String reason, long lastEpoch, HttpServerExchange exchange) {
        new Unavailable(reason, Instant.now(), lastEpoch, null).send(exchange);
    }

    /** Answers 503, after the body of the request was read. */
    public void send(HttpServerExchange exchange) {
        send(exchange, 503);
    }

    /** Answers with a status of its own, after the body of the request was read. */
    public void send(HttpServerExchange exchange, int status) {
        if (status == 503) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, RETRY_SECONDS);
        }
        Answers.vary(exchange, "Accept");
        if (Answers.wantsHtml(exchange)) {
            Answers.html(exchange, status, page());
        } else {
            Answers.error(exchange, status, reason, details());
        }
    }

    private Map<String, Object> details() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("since", since.toString());
        json.put("last_epoch", lastEpoch);
        if (activeUrl != null) {
            json.put("active_url", activeUrl);
        }
        return json;
    }

    private String page() {
        String link = activeUrl == null
                ? ""
                : "<p>The active manager is at <a href=\"" + Answers.escape(activeUrl) + "\">"
                        + Answers.escape(activeUrl) + "</a>.</p>";
        return String.format(Locale.ROOT, """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="%s">
                <title>Not available</title></head>
                <body><h1>Not available</h1><p>%s (since %s, last epoch %d).</p>%s
                <p>This page loads itself again.</p></body></html>
                """, RETRY_SECONDS, Answers.escape(reason), Answers.escape(since.toString()), lastEpoch, link);
    }
}
