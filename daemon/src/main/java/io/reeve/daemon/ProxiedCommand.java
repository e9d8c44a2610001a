package io.reeve.daemon;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.ArrayList;
import java.util.List;

/** The forwarding of a request whose body was read already: the handler that forwards it can read it again. */
final class ProxiedCommand {
    private ProxiedCommand() {}

    static void forward(HttpServerExchange exchange, byte[] body, HttpHandler proxy) {
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
