package io.reeve.http.endpoint;

import io.reeve.http.Answers;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The headers that let a page of one manager ask another, for exactly the origins given. */
final class Cors {
    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");

    private final Predicate<String> origins;

    Cors(Predicate<String> origins) {
        this.origins = origins;
    }

    /** Lets the page that asks read the answer, if it is one of ours. */
    void allow(HttpServerExchange exchange) {
        @Nullable
        String origin = origin(exchange);
        if (origin == null) {
            return;
        }
        Answers.vary(exchange, "Origin");
        if (origins.test(origin)) {
            exchange.getResponseHeaders().put(ALLOW_ORIGIN, origin);
        }
    }

    /** Refuses a page that is none of ours with 403. Returns true if it did. */
    boolean refuseForeign(HttpServerExchange exchange) {
        @Nullable
        String origin = origin(exchange);
        if (origin == null || origins.test(origin)) {
            return false;
        }
        Answers.error(exchange, 403, "origin '" + origin + "' is none of the cluster's advertised URLs");
        return true;
    }

    /** Answers {@code OPTIONS}, and so also what a browser asks before it sends the request of a page of ours. */
    void options(HttpServerExchange exchange, String methods) {
        exchange.setStatusCode(204);
        exchange.getResponseHeaders().put(Headers.ALLOW, methods);
        if (exchange.getResponseHeaders().contains(ALLOW_ORIGIN)) {
            exchange.getResponseHeaders()
                    .put(ALLOW_METHODS, "GET, HEAD, POST")
                    .put(ALLOW_HEADERS, "Content-Type, Authorization")
                    .put(MAX_AGE, "600");
        }
        exchange.endExchange();
    }

    private static @Nullable String origin(HttpServerExchange exchange) {
        return exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
    }
}
