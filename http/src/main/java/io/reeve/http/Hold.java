package io.reeve.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.SameThreadExecutor;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * The hold of requests that nobody can answer now, but somebody soon: while leadership changes hands. A held request waits
 * without a thread, and its body is not read meanwhile. It goes on, from the handler on that it came to, as soon as its
 * {@link Rule} does not hold it any more, or its time is over; then it gets what it would have got without the hold.
 *
 * <pre>
 * held → let go on      the rule does not hold it any more
 *      → given up       it was held for the longest time
 *      → dropped        either of them, and its client has gone
 * </pre>
 *
 * All methods may be called on any thread, and none waits.
 */
public final class Hold {
    /** The largest number of requests that a node holds, and their largest size in bytes: heads, and bodies that were read. */
    public static final int REQUESTS = 1_000;
    public static final long BYTES = 16L << 20;
    /** The part of both that one client may take: one in so many. */
    public static final int SHARE = 4;

    /** The time within which the death of an active that broke off a connection shows. */
    private static final Duration DOUBT = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(Hold.class);
    private static final AttachmentKey<Long> SINCE = AttachmentKey.create(Long.class);
    private static final AttachmentKey<Object> SITUATION = AttachmentKey.create(Object.class);

    /** What kind of request waits. */
    public enum Kind {
        /** A request of which nothing but the head was read. */
        PAGE,
        /** A command, which the gate closed. */
        COMMAND
    }

    /** The decision about requests, by what is known at the moment. Called on I/O threads; must be fast. */
    public interface Rule {
        /** Whether such a request is held now. */
        boolean holds(Kind kind);

        /** The facts on which decisions rest at this moment; equal as long as a decision would be the same. */
        Object situation();
    }

    /** The rule of {@link #none}. */
    private record Never() implements Rule {
        @Override
        public boolean holds(Kind kind) {
            return false;
        }

        @Override
        public Object situation() {
            return this;
        }
    }

    private final Duration most;
    private final Rule rule;
    private final HoldBudget budget = new HoldBudget(REQUESTS, BYTES, SHARE);
    private final HeldRequests waiting;
    private volatile HttpHandler first = exchange -> {
        throw new IllegalStateException("nothing follows the hold yet");
    };
    private volatile boolean leaving;

    /**
     * @param most how long a request is held altogether; zero to hold none
     */
    public Hold(Duration most, Rule rule) {
        this.most = most;
        this.rule = rule;
        this.waiting = new HeldRequests(rule, this::release);
    }

    /** A hold that never holds a request. */
    public static Hold none() {
        return new Hold(Duration.ZERO, new Never());
    }

    /** Sets the handler to which requests come back whose body was not read. */
    public void returnTo(HttpHandler handler) {
        first = handler;
    }

    /** Has a request come back to the handler of {@link #returnTo}. */
    public void resume(HttpServerExchange exchange) throws Exception {
        first.handleRequest(exchange);
    }

    /** From now on what was held is the last of its connection: this manager goes. */
    public void leaving() {
        leaving = true;
    }

    /** Notes the situation in which a request begins, so that {@link #again} knows whether it has changed. */
    public void begin(HttpServerExchange exchange) {
        if (!most.isZero()) {
            exchange.putAttachment(SITUATION, rule.situation());
        }
    }

    /** Whether a request of that kind is held now, if there is room. */
    public boolean wants(Kind kind) {
        return !most.isZero() && rule.holds(kind);
    }

    /**
     * Takes a request before it is handled.
     *
     * @return whether it is held; if not, go on with it
     */
    public boolean before(HttpServerExchange exchange, Kind kind) {
        return wants(kind) && hold(exchange, kind, 0, this::resume, most, null);
    }

    /** Takes back a request of which nothing was done, and whose body was not read, to the handler of {@link #returnTo}. */
    public boolean again(HttpServerExchange exchange) {
        return again(exchange, Kind.PAGE, 0, this::resume);
    }

    /**
     * Takes back a request of which provably nothing was done. If the situation is another one by now, it goes on at once.
     *
     * @param bytes the size of the part of its body that was read, which {@code next} has
     * @param next  goes on with it, on its I/O thread
     * @return whether it was taken; if not, refuse it
     */
    public boolean again(HttpServerExchange exchange, Kind kind, long bytes, HttpHandler next) {
        if (most.isZero()) {
            return false;
        }
        Object now = rule.situation(); // before the rule is asked, so that no change is missed
        if (rule.holds(kind)) {
            return hold(exchange, kind, bytes, next, most, null);
        }
        if (now.equals(exchange.getAttachment(SITUATION)) || left(exchange) <= 0) {
            return false;
        }
        OpenExchanges.forget(exchange);
        exchange.dispatch(exchange.getIoThread(), on -> goOn(on, next));
        return true;
    }

    /**
     * Takes back a request of which provably nothing was done, since the epoch in which it began is over. The role, which does
     * not know that yet, is about to change; until then the request waits.
     *
     * @param bytes the size of the part of its body that was read, which {@code next} has
     * @param next  goes on with it, on its I/O thread
     * @return whether it was taken; if not, refuse it
     */
    public boolean awaitChange(HttpServerExchange exchange, Kind kind, long bytes, HttpHandler next) {
        return awaitChange(exchange, kind, bytes, next, most);
    }

    private boolean awaitChange(HttpServerExchange exchange, Kind kind, long bytes, HttpHandler next, Duration limit) {
        if (most.isZero()) {
            return false;
        }
        Object now = rule.situation();
        Object before = exchange.getAttachment(SITUATION);
        boolean changed = before != null && !now.equals(before);
        return (changed || rule.holds(kind))
                ? again(exchange, kind, bytes, next)
                : hold(exchange, kind, bytes, next, limit, now);
    }

    /**
     * Takes back a request that an active broke off, whose death is about to show: for a short time, until the situation
     * changes.
     *
     * @return whether it was taken; if not, refuse it
     */
    public boolean doubt(HttpServerExchange exchange) {
        return awaitChange(exchange, Kind.PAGE, 0, this::resume, DOUBT);
    }

    private boolean hold(HttpServerExchange exchange, Kind kind, long bytes, HttpHandler next, Duration limit,
            @Nullable Object doubted) {
        long left = Math.min(left(exchange), limit.toNanos());
        if (left <= 0) {
            return false;
        }
        HoldBudget.Place place = budget.admit(ClientAddress.of(exchange), HoldBudget.head(exchange) + bytes);
        if (place == null) {
            return false;
        }
        OpenExchanges.forget(exchange); // it does not end with the epoch in which it began
        long now = System.nanoTime();
        HeldRequests.Held one = new HeldRequests.Held(exchange, kind, place, next, now, now + left, doubted);
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> waiting.add(one)); // not before whoever handles it has returned
        return true;
    }

    /** The time that a request may still be held; its time begins when this is asked for the first time. */
    private long left(HttpServerExchange exchange) {
        long now = System.nanoTime();
        Long since = exchange.getAttachment(SINCE);
        if (since == null) {
            exchange.putAttachment(SINCE, now);
            since = now;
        }
        return most.toNanos() - (now - since);
    }

    /** Lets go on what is not to be held any more. Called when the role or the managers changed, and now and then. */
    public void look() {
        waiting.look();
    }

    private void release(HeldRequests.Held one) {
        budget.leave(one.place());
        try {
            one.exchange().dispatch(one.exchange().getIoThread(), on -> goOn(on, one.next()));
        } catch (RejectedExecutionException e) {
            LOG.debug("the listener has stopped, and what was held with it", e);
        }
    }

    private void goOn(HttpServerExchange exchange, HttpHandler next) throws Exception {
        if (ClientPresence.isGone(exchange)) {
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        if (leaving) {
            exchange.setPersistent(false);
        }
        begin(exchange);
        next.handleRequest(exchange);
    }

    /** The number of requests that are held now. */
    public int held() {
        return waiting.size();
    }

    /** The number of times that a request was held so far. */
    public long total() {
        return waiting.total();
    }

    /** The number of times that a request was held for the longest time, in vain. */
    public long givenUp() {
        return waiting.givenUp();
    }

    /** The longest wait so far, in seconds. */
    public double longestSeconds() {
        return waiting.longestSeconds();
    }
}
