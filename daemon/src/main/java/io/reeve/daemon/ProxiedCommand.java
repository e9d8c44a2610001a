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

    /** Forwards a command to where it belongs by the decision that was made; answers 503 if that is over. */
    static void forward(HttpServerExchange exchange, byte[] body, URI endpoint, StandbyHandler standby) {
        standby.forwarding(endpoint)
                .ifPresentOrElse(proxy -> forward(exchange, body, proxy), () -> standby.changed().send(exchange));
    }

    private static void forward(HttpServerExchange exchange, byte[] body, HttpHandler proxy) {
        Connectors.ungetRequestBytes(exchange, buffers(exchange.getConnection().getByteBufferPool(), body));
        Connectors.resetRequestChannel(exchange);
        exchange.dispatch(exchange.getIoThread(), proxy);
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
