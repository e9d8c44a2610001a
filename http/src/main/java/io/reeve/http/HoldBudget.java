package io.reeve.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.HeaderValues;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The budget of held requests, in number and bytes, of which one client gets a part. Any thread. */
final class HoldBudget {
    /** The room that one request takes. */
    record Place(ByteBuffer client, long bytes) {}

    private record Use(int requests, long bytes) {
        static final Use NONE = new Use(0, 0);

        Use plus(int more, long moreBytes) {
            return new Use(requests + more, bytes + moreBytes);
        }

        boolean fits(int mostRequests, long mostBytes) {
            return requests <= mostRequests && bytes <= mostBytes;
        }
    }

    private final int requests;
    private final long bytes;
    private final int share;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final Map<ByteBuffer, Use> clients = new HashMap<>();
    @GuardedBy("lock")
    private Use all = Use.NONE;

    /**
     * @param share one client gets one in so many of both
     */
    HoldBudget(int requests, long bytes, int share) {
        this.requests = requests;
        this.bytes = bytes;
        this.share = share;
    }

    /** Room for a request of that size; null if there is none. Give it back with {@link #leave}. */
    @Nullable
    Place admit(ByteBuffer client, long size) {
        synchronized (lock) {
            Use mine = clients.getOrDefault(client, Use.NONE).plus(1, size);
            Use together = all.plus(1, size);
            if (!together.fits(requests, bytes) || !mine.fits(requests / share, bytes / share)) {
                return null;
            }
            clients.put(client, mine);
            all = together;
            return new Place(client, size);
        }
    }

    void leave(Place place) {
        synchronized (lock) {
            Use mine = clients.getOrDefault(place.client(), Use.NONE).plus(-1, -place.bytes());
            if (mine.requests() == 0) {
                clients.remove(place.client());
            } else {
                clients.put(place.client(), mine);
            }
            all = all.plus(-1, -place.bytes());
        }
    }

    /** The size of a request's head, about, and of what came with it. */
    static long head(HttpServerExchange exchange) {
        long size = exchange.getRequestURI().length() + exchange.getQueryString().length() + ahead(exchange);
        for (HeaderValues values : exchange.getRequestHeaders()) {
            for (String value : values) {
                size += values.getHeaderName().length() + value.length();
            }
        }
        return size;
    }

    private static long ahead(HttpServerExchange exchange) {
        @Nullable
        PooledByteBuffer read = exchange.getConnection() instanceof HttpServerConnection connection
                ? connection.getExtraBytes()
                : null;
        return read == null ? 0 : read.getBuffer().remaining();
    }
}
