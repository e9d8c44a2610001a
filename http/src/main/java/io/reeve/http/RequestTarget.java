package io.reeve.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/**
 * The raw request target. Undertow also hands over absolute-form ({@code GET http://x/}), authority-form ({@code CONNECT
 * x:443}) and {@code OPTIONS *}; a redirect built from those leads elsewhere, so only origin-form is taken. The decoded path
 * ({@code getRequestPath}) may hold CR and LF and is not used.
 */
public final class RequestTarget {
    private RequestTarget() {}

    /** Refuses whatever is not origin-form with 400. Returns true if it did. */
    public static boolean refuse(HttpServerExchange exchange) {
        String uri = exchange.getRequestURI();
        if (!exchange.isHostIncludedInRequestURI() && uri.startsWith("/") && printable(uri)
                && printable(exchange.getQueryString()) && !exchange.getRequestMethod().equals(Methods.CONNECT)) {
            return false;
        }
        exchange.setPersistent(false);
        Answers.error(exchange, 400, "the request target is not usable: send METHOD /path?query");
        return true;
    }

    /** The first segment of the path if another follows, as in {@code /NAME/…}, or the whole of {@code /NAME}. */
    public static @Nullable String firstSegment(String uri) {
        int end = uri.indexOf('/', 1);
        String name = uri.substring(1, end < 0 ? uri.length() : end);
        return name.isEmpty() ? null : name;
    }

    /** Prefix, path and query in one. */
    public static String location(String prefix, String path, String query) {
        return query.isEmpty() ? prefix.concat(path) : prefix + path + '?' + query;
    }

    /** Whether the target names the module without the slash that its relative links need. */
    public static boolean lacksSlash(String uri) {
        return uri.indexOf('/', 1) < 0;
    }

    /** The same place with the slash, relative to this server so that no host has to be known. */
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
