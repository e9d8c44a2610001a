package io.reeve.http;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The look whether the client of a request that waited is still there. */
final class ClientPresence {
    private ClientPresence() {}

    /**
     * Whether the client has ended its side of the connection. What it has sent already, of the rest of this request or of its
     * next one, stays for whoever reads that; if it is more than a buffer, only a broken connection shows. Call it on the
     * exchange's I/O thread.
     */
    static boolean isGone(HttpServerExchange exchange) {
        return !exchange.getConnection().isOpen()
                || (exchange.getConnection() instanceof HttpServerConnection connection && hasEnded(connection));
    }

    private static boolean hasEnded(HttpServerConnection connection) {
        @Nullable
        PooledByteBuffer known = connection.getExtraBytes();
        PooledByteBuffer pooled = known == null ? connection.getByteBufferPool().allocate() : known;
        ByteBuffer ahead = pooled.getBuffer();
        if (known != null) {
            ahead.compact();
        }
        boolean ended = readsToTheEnd(connection, ahead);
        ahead.flip();
        if (known == null) {
            keep(connection, pooled);
        }
        return ended;
    }

    private static boolean readsToTheEnd(HttpServerConnection connection, ByteBuffer into) {
        try {
            int read;
            do {
                read = connection.getOriginalSourceConduit().read(into);
            } while (read > 0);
            return read < 0;
        } catch (IOException broken) {
            return true;
        }
    }

    private static void keep(HttpServerConnection connection, PooledByteBuffer pooled) {
        if (pooled.getBuffer().hasRemaining()) {
            connection.ungetRequestBytes(pooled);
        } else {
            pooled.close();
        }
    }
}
