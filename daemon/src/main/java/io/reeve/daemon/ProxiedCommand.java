package io.reeve.daemon;

import io.reeve.api.cluster.MgrMap;
import io.reeve.http.endpoint.CommandEndpoint;
import io.reeve.standby.StandbyHandler;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The forwarding of a request whose body was read already: the handler that forwards it can read it again. */
final class ProxiedCommand {
    private ProxiedCommand() {}

    /** Answers a command that belongs elsewhere: one for a standby, which it was told, is redirected also where all else is forwarded. */
    static void answer(HttpServerExchange exchange, byte[] body, URI endpoint, MgrMap map, StandbyHandler standby) {
        if (map.standbys().stream().anyMatch(manager -> endpoint.toString().startsWith(manager.url()))) {
            CommandEndpoint.redirect(exchange, body, endpoint);
        } else {
            forward(exchange, body, endpoint, standby);
        }
    }

    /** Forwards a command to where it belongs by the decision that was made; if that is over, holds it or answers 503. */
    static void forward(HttpServerExchange exchange, byte[] body, URI endpoint, StandbyHandler standby) {
        Optional<HttpHandler> proxy = standby.forwarding(endpoint);
        if (proxy.isPresent()) {
            unread(exchange, body);
            exchange.dispatch(exchange.getIoThread(), proxy.get());
        } else if (!standby.again(exchange, body.length, on -> unread(on, body))) {
            standby.changed().send(exchange);
        }
    }

    private static void unread(HttpServerExchange exchange, byte[] body) {
        Connectors.ungetRequestBytes(exchange, buffers(exchange.getConnection().getByteBufferPool(), body));
        Connectors.resetRequestChannel(exchange);
    }

    private static PooledByteBuffer[] buffers(ByteBufferPool pool, byte[] body) {
        List<PooledByteBuffer> buffers = new ArrayList<>();
        for (int at = 0; at < body.length;) {
            PooledByteBuffer pooled = pool.allocate();
            int length = Math.min(pooled.getBuffer().remaining(), body.length - at);
            pooled.getBuffer().put(body, at, length).flip();
            buffers.add(pooled);
            at += length;
        }
        return buffers.toArray(PooledByteBuffer[]::new);
    }
}
