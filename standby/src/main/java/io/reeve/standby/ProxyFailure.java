package io.reeve.standby;

import io.reeve.http.Answers;

import io.reeve.http.BodyLimit;
import io.reeve.http.Hold;
import io.reeve.http.ProxyHeaders;
import io.undertow.client.ClientConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.Methods;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/**
 * The response to a request whose forwarding failed. Status 503 means that the request was not sent and may be repeated; 502
 * means that it may have been carried out. Undertow's own handler does not distinguish the two. What was not sent goes back
 * into the hold, and what only reads once more.
 *
 * @param hops the number of managers that had forwarded the request before this one
 */
record ProxyFailure(Route.ToActive to, Router router, Hold hold, long hops) {
    private static final AttachmentKey<ClientConnection> SENT = AttachmentKey.create(ClientConnection.class);
    private static final AttachmentKey<Boolean> SENT_AGAIN = AttachmentKey.create(Boolean.class);

    /** Replaces the response of Undertow if the exchange ends without one from the active. */
    void watch(HttpServerExchange exchange) {
        HeaderMap own = copy(exchange.getResponseHeaders());
        exchange.addDefaultResponseListener(failed -> {
            boolean sent = failed.getAttachment(SENT) != null;
            if (!mayGoBack(failed, sent) || !goesBack(failed, sent, own)) {
                answer(failed, sent);
            }
            return true;
        });
    }

    private void answer(HttpServerExchange failed, boolean sent) {
        String active = "manager '" + to.active().manager().name() + "' at " + to.prefix();
        failed.setPersistent(false);
        if (BodyLimit.isExceeded(failed)) {
            BodyLimit.answer(failed);
        } else if (!sent) {
            router.unavailable(active + " cannot be reached from here", to).send(failed);
        } else {
            Answers.error(failed, 502,
                    active + " did not answer: whether the request was carried out is not known");
        }
    }

    /** Whether nothing of a request was sent, or it only reads and was not sent twice yet. */
    private static boolean mayGoBack(HttpServerExchange failed, boolean sent) {
        boolean reads = failed.isRequestComplete() && (failed.getRequestMethod().equals(Methods.GET)
                || failed.getRequestMethod().equals(Methods.HEAD));
        return !BodyLimit.isExceeded(failed) && failed.getConnection().isOpen()
                && (!sent || (reads && failed.getAttachment(SENT_AGAIN) == null));
    }

    /**
     * Takes a request back into the hold, as it was before it was forwarded.
     *
     * @param own the headers of the response that were there before, such as those by which a page may read it
     */
    private boolean goesBack(HttpServerExchange failed, boolean sent, HeaderMap own) {
        if (sent) {
            failed.putAttachment(SENT_AGAIN, true);
        }
        failed.removeAttachment(SENT);
        failed.setStatusCode(200);
        failed.getResponseHeaders().clear();
        own.forEach(values -> failed.getResponseHeaders().putAll(values.getHeaderName(), values));
        if (hops == 0) {
            failed.getRequestHeaders().remove(ProxyHeaders.HOPS);
        } else {
            failed.getRequestHeaders().put(ProxyHeaders.HOPS, hops);
        }
        return hold.doubt(failed);
    }

    private static HeaderMap copy(HeaderMap headers) {
        HeaderMap copy = new HeaderMap();
        headers.forEach(values -> copy.putAll(values.getHeaderName(), values));
        return copy;
    }

    /** Ends a forwarded request: with 502 if its response has not begun, else in the midst. On its I/O thread. */
    static void cut(HttpServerExchange exchange) {
        boolean begun = exchange.isResponseStarted();
        IoUtils.safeClose(exchange.getAttachment(SENT));
        if (begun) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    /** A client that records when a request gets a connection: from then on it may have been sent. */
    record Watching(ProxyClient client) implements ProxyClient {
        @Override
        public ProxyTarget findTarget(HttpServerExchange exchange) {
            return client.findTarget(exchange);
        }

        @Override
        public void getConnection(ProxyTarget target, HttpServerExchange exchange,
                ProxyCallback<ProxyConnection> callback,
                long timeout, TimeUnit unit) {
            client.getConnection(target, exchange, new Noting(callback), timeout, unit);
        }
    }

    private record Noting(ProxyCallback<ProxyConnection> callback) implements ProxyCallback<ProxyConnection> {
        @Override
        public void completed(HttpServerExchange exchange, ProxyConnection connection) {
            exchange.putAttachment(SENT, connection.getConnection());
            callback.completed(exchange, connection);
        }

        @Override
        public void failed(HttpServerExchange exchange) {
            callback.failed(exchange);
        }

        @Override
        public void couldNotResolveBackend(HttpServerExchange exchange) {
            callback.couldNotResolveBackend(exchange);
        }

        @Override
        public void queuedRequestFailed(HttpServerExchange exchange) {
            callback.queuedRequestFailed(exchange);
        }
    }
}
