package io.reeve.standby;

import io.reeve.http.Answers;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.util.AttachmentKey;
import java.util.concurrent.TimeUnit;

/**
 * The answer to a request that could not be forwarded. Whether it was sent matters to whoever may not send it twice: 503
 * says that it was not, 502 that it may have been. Undertow's own handler says 503 or 500 to both.
 */
final class ProxyFailure {
    private static final AttachmentKey<Boolean> SENT = AttachmentKey.create(Boolean.class);

    private ProxyFailure() {}

    /** Answers in place of Undertow if it ends the exchange without an answer of the active's. */
    static void watch(HttpServerExchange exchange, Route.ToActive to, Router router) {
        exchange.addDefaultResponseListener(failed -> {
            String active = "manager '" + to.active().manager().name() + "' at " + to.prefix();
            failed.setPersistent(false);
            if (failed.getAttachment(SENT) == null) {
                router.unavailable(active + " cannot be reached from here", to).send(failed);
            } else {
                Answers.error(failed, 502,
                        active + " did not answer: whether the request was carried out is not known");
            }
            return true;
        });
    }

    /** Notes when a request gets a connection, after which it may have been sent. */
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
            exchange.putAttachment(SENT, true);
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
