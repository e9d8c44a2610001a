package io.reeve.standby;

import io.reeve.http.ProxyHeaders;
import io.reeve.http.RequestHead;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The headers of what a proxy passes on. Those that speak of one connection end here, both ways: RFC 9110 section 7.6.1. What
 * earlier proxies said of the client stays; this one adds the address from which it was asked.
 */
final class ForwardedHeaders {
    private static final List<HttpString> HOP_BY_HOP = List.of(Headers.CONNECTION, Headers.KEEP_ALIVE,
            new HttpString("Proxy-Connection"), Headers.PROXY_AUTHENTICATE, Headers.PROXY_AUTHORIZATION,
            new HttpString("Proxy-Authentication-Info"), Headers.TE, Headers.UPGRADE);
    /** The headers that a client cannot have removed by naming them as options of its connection. */
    private static final Set<String> KEPT = Set.of("host", "content-length", "transfer-encoding", "origin",
            "sec-fetch-site", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port",
            lower(ProxyHeaders.EPOCH), lower(ProxyHeaders.HOPS));

    private ForwardedHeaders() {}

    /** Prepares a request to be passed on, and its response to be passed back. */
    static void prepare(HttpServerExchange exchange) {
        HeaderMap request = exchange.getRequestHeaders();
        boolean webSocket = "websocket".equalsIgnoreCase(request.getFirst(Headers.UPGRADE));
        removeHops(request);
        request.remove(Headers.EXPECT); // 100 Continue comes from here, as soon as this manager reads the body
        if (webSocket) {
            request.put(Headers.CONNECTION, "Upgrade").put(Headers.UPGRADE, "websocket");
        }
        joinLines(request, Headers.X_FORWARDED_FOR);
        putIfAbsent(request, Headers.X_FORWARDED_HOST, request.getFirst(Headers.HOST));
        putIfAbsent(request, Headers.X_FORWARDED_PROTO, exchange.getRequestScheme());
        exchange.addResponseCommitListener(on -> {
            if (!on.isUpgrade()) {
                removeHops(on.getResponseHeaders());
                on.getResponseHeaders().remove(Headers.TRANSFER_ENCODING);
            }
        });
    }

    private static String lower(HttpString name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private static void removeHops(HeaderMap headers) {
        for (String option : RequestHead.connectionOptions(headers.get(Headers.CONNECTION))) {
            if (!KEPT.contains(option)) {
                headers.remove(option);
            }
        }
        HOP_BY_HOP.forEach(headers::remove);
    }

    /** Joins the lines of a list header: Undertow continues only the first. */
    private static void joinLines(HeaderMap headers, HttpString name) {
        HeaderValues lines = headers.get(name);
        if (lines != null && lines.size() > 1) {
            headers.put(name, String.join(", ", lines));
        }
    }

    private static void putIfAbsent(HeaderMap headers, HttpString name, @Nullable String value) {
        if (value != null && !headers.contains(name)) {
            headers.put(name, value);
        }
    }
}
