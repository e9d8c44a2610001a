package io.reeve.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.AttachmentList;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xnio.IoUtils;

/** The exchanges that end with something else, such as an epoch: what is still open after its end is cut off. */
public final class OpenExchanges {
    /** The time for what a module has answered to reach the client. */
    private static final Duration LAST_BYTES = Duration.ofMillis(100);

    private static final AttachmentKey<AttachmentList<OpenExchanges>> MEMBER_OF = AttachmentKey
            .createList(OpenExchanges.class);

    private final Duration grace;
    private final Consumer<HttpServerExchange> cut;
    private final Set<HttpServerExchange> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** Exchanges whose connections are closed soon after the end, so that browsers come again. */
    public OpenExchanges() {
        this(LAST_BYTES, exchange -> IoUtils.safeClose(exchange.getConnection()));
    }

    /**
     * @param grace the time that they get after the end
     * @param cut   ends one, on its I/O thread
     */
    public OpenExchanges(Duration grace, Consumer<HttpServerExchange> cut) {
        this.grace = grace;
        this.cut = cut;
    }

    /** Adds one, until it is complete or the hold takes it back. */
    public void add(HttpServerExchange exchange) {
        open.add(exchange);
        exchange.addToAttachmentList(MEMBER_OF, this);
        exchange.addExchangeCompleteListener((done, next) -> {
            if (done.isUpgrade()) { // a WebSocket begins here
                done.getConnection().addCloseListener(_ -> open.remove(done));
            } else {
                open.remove(done);
            }
            next.proceed();
        });
        if (ended) {
            end(exchange);
        }
    }

    /** Takes an exchange of which nothing was done out of all that it was added to: it goes on elsewhere. */
    static void forget(HttpServerExchange exchange) {
        List<OpenExchanges> all = exchange.removeAttachment(MEMBER_OF);
        if (all != null) {
            all.forEach(one -> one.open.remove(exchange));
        }
    }

    /** Ends all, those that are added afterwards included. Does not wait. */
    public void end() {
        ended = true;
        open.forEach(this::end);
    }

    private void end(HttpServerExchange exchange) {
        exchange.getIoThread().executeAfter(() -> {
            if (open.remove(exchange)) {
                cut.accept(exchange);
            }
        }, grace.toMillis(), TimeUnit.MILLISECONDS);
    }
}
