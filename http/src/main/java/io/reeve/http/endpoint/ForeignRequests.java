package io.reeve.http.endpoint;

import io.reeve.http.Answers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of what a page of a foreign site has a browser send (cross-site request forgery). Reading is not refused: a
 * browser does not show the response to such a page.
 */
public final class ForeignRequests {
    private static final HttpString FETCH_SITE = new HttpString("Sec-Fetch-Site");
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private ForeignRequests() {}

    /**
     * A handler that answers 403 to unsafe requests of foreign pages, and passes all others to {@code next}.
     *
     * @param origins whether pages of an origin belong to the cluster
     */
    public static HttpHandler refusedBy(HttpHandler next, Predicate<String> origins) {
        return exchange -> {
            if (isSafe(exchange) || !refuse(exchange, origins)) {
                next.handleRequest(exchange);
            }
        };
    }

    /** Answers 403 to a request of a foreign page, whatever its method. Returns true if it did. */
    static boolean refuse(HttpServerExchange exchange, Predicate<String> origins) {
        @Nullable
        String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
        if (origin != null && !origins.test(origin)) {
            Answers.error(exchange, 403, "origin '" + origin + "' is none of the cluster's advertised URLs: name it in"
                    + " --allow-origin of every manager if its pages may send this");
            return true;
        }
        if (origin == null && "cross-site".equals(exchange.getRequestHeaders().getFirst(FETCH_SITE))) {
            Answers.error(exchange, 403, "the request comes from a page of another site, which it does not name: name"
                    + " the page's origin in --allow-origin of every manager and send it in 'Origin'");
            return true;
        }
        return false;
    }

    /** Whether the request only reads. A WebSocket starts with GET, but sends afterwards. */
    private static boolean isSafe(HttpServerExchange exchange) {
        return SAFE.contains(exchange.getRequestMethod().toString())
                && !exchange.getRequestHeaders().contains(Headers.UPGRADE);
    }
}
