package io.reeve.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HostHeaderHandler;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Undertow's check that a request names one well-formed host. It costs more than all other checks of a head together, and
 * nearly all requests name the same host: what was accepted last is not looked at again.
 */
final class HostHeader implements HttpHandler {
    private final HttpHandler next;
    private final HttpHandler check;
    private volatile String accepted = "localhost";

    HostHeader(HttpHandler next) {
        this.next = next;
        this.check = new HostHeaderHandler(this::accept);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        (accepted.equals(only(exchange)) ? next : check).handleRequest(exchange);
    }

    private void accept(HttpServerExchange exchange) throws Exception {
        String host = only(exchange);
        if (host != null) {
            accepted = host;
        }
        next.handleRequest(exchange);
    }

    /** The host, if there is exactly one: none is in the target, which it would have to match. */
    private static @Nullable String only(HttpServerExchange exchange) {
        HeaderValues hosts = exchange.getRequestHeaders().get(Headers.HOST);
        return hosts != null && hosts.size() == 1 && !exchange.isHostIncludedInRequestURI() ? hosts.getFirst() : null;
    }
}
