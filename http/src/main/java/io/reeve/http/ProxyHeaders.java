package io.reeve.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The headers of a request that one manager forwards to another: the number of hops, and the epoch it is meant for. */
public final class ProxyHeaders {
    /** The epoch of the active that the request is meant for. */
    public static final HttpString EPOCH = new HttpString("Reeve-Epoch");
    /** The number of managers that have forwarded the request. */
    public static final HttpString HOPS = new HttpString("Reeve-Hops");
    /** The largest number of hops; more of them mean a loop. One that leads no more forwards what it held, so two are not enough. */
    public static final long MAX_HOPS = 4;

    private ProxyHeaders() {}

    /**
     * Refuses a request that was forwarded for another epoch than that of this active. It answers 503, which tells the
     * sender that nothing was executed. Returns true if it refused the request.
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

    /** The number in a header; empty if the header is missing or not a number. */
    public static OptionalLong number(HttpServerExchange exchange, HttpString header) {
        @Nullable
        String text = exchange.getRequestHeaders().getFirst(header);
        if (text == null || !text.matches("[0-9]{1,18}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }
}
