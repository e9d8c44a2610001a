package io.reeve.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/**
 * The raw target of a request. Only origin-form is accepted: Undertow also passes on absolute-form
 * ({@code GET http://x/}), authority-form ({@code CONNECT x:443}) and {@code OPTIONS *}, and a redirect built from those would
 * lead elsewhere. The decoded path ({@code getRequestPath}) may contain CR and LF and is not used.
 */
public final class RequestTarget {
    private RequestTarget() {}

    /** Answers 400 to a target that is not in origin-form. Returns true if it did. */
    static boolean refuse(HttpServerExchange exchange) {
        String uri = exchange.getRequestURI();
        if (!exchange.isHostIncludedInRequestURI() && uri.startsWith("/") && printable(uri)
                && printable(exchange.getQueryString()) && !exchange.getRequestMethod().equals(Methods.CONNECT)) {
            return false;
        }
        exchange.setPersistent(false);
        Answers.error(exchange, 400, "the request target is not usable: send METHOD /path?query");
        return true;
    }

    /** The first segment of a path, {@code NAME} of {@code /NAME} and {@code /NAME/…}; null if it is empty. */
    public static @Nullable String firstSegment(String uri) {
        int end = uri.indexOf('/', 1);
        String name = uri.substring(1, end < 0 ? uri.length() : end);
        return name.isEmpty() ? null : name;
    }

    /** A prefix, a path and a query in one string. */
    public static String location(String prefix, String path, String query) {
        return query.isEmpty() ? prefix.concat(path) : prefix + path + '?' + query;
    }

    /** Whether the target is {@code /NAME} without the final slash, which relative links on the page need. */
    public static boolean lacksSlash(String uri) {
        return uri.indexOf('/', 1) < 0;
    }

    /** The same target with the final slash, without scheme and host. */
    public static String withSlash(HttpServerExchange exchange) {
        return location("", exchange.getRequestURI() + "/", exchange.getQueryString());
    }

    private static boolean printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }
}
