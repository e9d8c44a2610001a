package io.reeve.http.endpoint;

import io.reeve.http.Answers;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The CORS headers with which a web page of one manager may call another, for exactly the given origins. */
final class Cors {
    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");

    private final Predicate<String> origins;

    Cors(Predicate<String> origins) {
        this.origins = origins;
    }

    /** Lets the calling page read the response, if its origin is allowed. */
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

    /** Answers 403 to a page whose origin is not allowed. Returns true if it did. */
    boolean refuseForeign(HttpServerExchange exchange) {
        return ForeignRequests.refuse(exchange, origins);
    }

    /** Answers {@code OPTIONS}, which includes the preflight request of a browser. */
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
