package io.reeve.http;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;

/** The look whether the client of a request that waited is still there. */
final class ClientPresence {
    private ClientPresence() {}

    /**
     * Whether the client has ended its side of the connection. What it has sent already of its next request stays for that.
     * Call it on the exchange's I/O thread. While a body has not been read, only a broken connection shows.
     */
    static boolean isGone(HttpServerExchange exchange) {
        if (!exchange.getConnection().isOpen()) {
            return true;
        }
        return exchange.isRequestComplete() && exchange.getConnection() instanceof HttpServerConnection connection
                && connection.getExtraBytes() == null && hasEnded(connection);
    }

    private static boolean hasEnded(HttpServerConnection connection) {
        PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
        boolean kept = false;
        try {
            int read = connection.getOriginalSourceConduit().read(pooled.getBuffer());
            if (read > 0) {
                pooled.getBuffer().flip();
                connection.ungetRequestBytes(pooled);
                kept = true;
            }
            return read < 0;
        } catch (IOException broken) {
            return true;
        } finally {
            if (!kept) {
                pooled.close();
            }
        }
    }
}
