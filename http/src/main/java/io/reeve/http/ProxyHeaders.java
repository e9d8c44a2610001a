package io.reeve.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a manager tells another when it forwards a request: how often it was forwarded, and for which epoch it is meant. */
public final class ProxyHeaders {
    /** The epoch of the active that the request is meant for. */
    public static final HttpString EPOCH = new HttpString("Reeve-Epoch");
    /** How many managers have forwarded the request. */
    public static final HttpString HOPS = new HttpString("Reeve-Hops");
    /** More hops than this are a loop. */
    public static final long MAX_HOPS = 2;

    private ProxyHeaders() {}

    /**
     * Refuses, on the active, a request that was forwarded for another epoch than its own: with 503, which tells the sender
     * that nothing was done. Returns true if it did.
     */
    public static boolean refuseOtherEpoch(HttpServerExchange exchange, long ownEpoch) {
        OptionalLong epoch = number(exchange, EPOCH);
        if (epoch.isEmpty() || epoch.getAsLong() == ownEpoch) {
            return false;
        }
        String reason = epoch.getAsLong() > ownEpoch
                ? "the request is for epoch " + epoch.getAsLong() + ", so this manager's epoch " + ownEpoch + " is over"
                : "the request was forwarded for epoch " + epoch.getAsLong() + ", which is over; it is epoch "
                        + ownEpoch;
        new Unavailable(reason, Instant.now(), Math.max(ownEpoch, epoch.getAsLong()), null).send(exchange);
        return true;
    }

    /** The number in a header; empty if there is none, or no number. */
    public static OptionalLong number(HttpServerExchange exchange, HttpString header) {
        @Nullable
        String text = exchange.getRequestHeaders().getFirst(header);
        if (text == null || !text.matches("[0-9]{1,18}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }
}
