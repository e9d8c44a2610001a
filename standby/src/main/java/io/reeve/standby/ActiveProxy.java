package io.reeve.standby;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.cluster.MgrMap;
import io.reeve.http.Answers;
import io.reeve.http.Hold;
import io.reeve.http.OpenExchanges;
import io.reeve.http.ProxyHeaders;
import io.reeve.http.UrlHost;
import io.reeve.http.Workers;
import io.undertow.attribute.ExchangeAttributes;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.OptionMap;
import org.xnio.Xnio;
import org.xnio.ssl.XnioSsl;

/**
 * The proxy to the active manager, which streams both bodies. Each active (each epoch) gets its own connections, so that
 * nothing is sent to or received from a former active. The connections use the threads of the listener and end with it.
 */
final class ActiveProxy {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveProxy.class);
    private static final int MAX_CONNECTIONS_PER_THREAD = 2000;
    private static final int KEPT_CONNECTIONS_PER_THREAD = 16;
    /** Shorter than the time after which the active closes an idle connection, since a request could cross with the close. */
    private static final int IDLE_MILLIS = 20_000;

    /** The time that what was forwarded gets after the end of its epoch, for a response that has not begun and for the rest of one. */
    private static final Duration ANSWER_GRACE = Duration.ofSeconds(5);
    private static final Duration STREAM_GRACE = Duration.ofSeconds(1);

    private record Link(long gid, long epoch, String prefix, LoadBalancingProxyClient client, ProxyHandler handler,
            OpenExchanges streams, OpenExchanges waiting) {
        boolean leadsTo(Route.ToActive to) {
            return leadsTo(to.active()) && prefix.equals(to.prefix());
        }

        boolean leadsTo(MgrMap.@Nullable Active active) {
            return active != null && gid == active.manager().gid() && epoch == active.epoch();
        }

        void end() {
            streams.end();
            waiting.end();
            Workers.VIRTUAL.execute(client::closeCurrentConnections); // not here: it waits for the I/O threads
        }
    }

    /** The resolver of names that {@link URI} takes for no host. May block. */
    @FunctionalInterface
    interface Addresses {
        URI reachable(URI uri) throws UnknownHostException;
    }

    private final Addresses addresses;
    private final Hold hold;
    @GuardedBy("this")
    private @Nullable Link link;

    ActiveProxy(Addresses addresses, Hold hold) {
        this.addresses = addresses;
        this.hold = hold;
    }

    void forward(HttpServerExchange exchange, Route.ToActive to, Router router) {
        long hops = ProxyHeaders.number(exchange, ProxyHeaders.HOPS).orElse(0);
        if (hops >= ProxyHeaders.MAX_HOPS) {
            exchange.setPersistent(false);
            Answers.error(exchange, 508, "the request was already forwarded by " + hops
                    + " managers: each takes another for the active one; try again");
            return;
        }
        ForwardedHeaders.prepare(exchange);
        exchange.getRequestHeaders().put(ProxyHeaders.HOPS, hops + 1);
        new ProxyFailure(to, router, hold, hops).watch(exchange);
        URI uri = URI.create(to.prefix());
        Link known = known(to);
        if (known != null) {
            send(exchange, known);
        } else if (UrlHost.needsAddress(uri) && exchange.isInIoThread()) {
            exchange.dispatch(Workers.VIRTUAL, () -> forward(exchange, to, uri)); // not here: a name server may hang
        } else {
            forward(exchange, to, uri);
        }
    }

    private void forward(HttpServerExchange exchange, Route.ToActive to, URI uri) {
        try {
            Link link = link(to, addresses.reachable(uri));
            if (link != null) {
                send(exchange, link);
                return;
            }
        } catch (UnknownHostException e) {
            LOG.debug("{} has no address", uri, e);
        }
        exchange.setStatusCode(503); // as when nobody listens there: ProxyFailure answers
        exchange.endExchange();
    }

    private static void send(HttpServerExchange exchange, Link link) {
        try {
            link.waiting().add(exchange);
            link.streams().add(exchange);
            link.handler().handleRequest(exchange);
        } catch (Exception e) {
            throw new IllegalStateException("forwarding to " + link.prefix(), e);
        }
    }

    /** The managers changed. What goes to an active whose epoch is over ends soon: it may hang for ever. */
    synchronized void mapChanged(MgrMap map) {
        Link old = link;
        if (old != null && !old.leadsTo(map.active())) {
            link = null;
            old.end();
        }
    }

    private synchronized @Nullable Link known(Route.ToActive to) {
        return link != null && link.leadsTo(to) ? link : null;
    }

    /** The link to an active; null if there is one to a later active by now. */
    private synchronized @Nullable Link link(Route.ToActive to, URI reachable) {
        Link old = link;
        if (old != null && old.leadsTo(to)) {
            return old;
        }
        if (old != null && old.epoch() > to.active().epoch()) {
            return null;
        }
        if (old != null) {
            old.end();
        }
        Link fresh = connect(to, reachable);
        link = fresh;
        return fresh;
    }

    private static Link connect(Route.ToActive to, URI reachable) {
        URI uri = URI.create(to.prefix());
        LoadBalancingProxyClient client = new LoadBalancingProxyClient(
                exchange -> exchange.getRequestHeaders().contains(Headers.UPGRADE))
                .setConnectionsPerThread(MAX_CONNECTIONS_PER_THREAD)
                .setSoftMaxConnectionsPerThread(KEPT_CONNECTIONS_PER_THREAD)
                .setTtl(IDLE_MILLIS)
                .setProblemServerRetry(1);
        client.addHost(reachable, null, uri.getScheme().equalsIgnoreCase("https") ? ssl() : null);
        ProxyHandler handler = ProxyHandler.builder()
                .setProxyClient(new ProxyFailure.Watching(client))
                .setIdempotentRequestPredicate(exchange -> exchange.getRequestMethod().equals(Methods.GET)
                        || exchange.getRequestMethod().equals(Methods.HEAD))
                .addRequestHeader(Headers.HOST, ExchangeAttributes.constant(uri.getRawAuthority()))
                .setReuseXForwarded(true)
                .addRequestHeader(ProxyHeaders.EPOCH,
                        ExchangeAttributes.constant(Long.toString(to.active().epoch())))
                .build();
        return new Link(to.active().manager().gid(), to.active().epoch(), to.prefix(), client, handler,
                new OpenExchanges(STREAM_GRACE, ActiveProxy::cutStream),
                new OpenExchanges(ANSWER_GRACE, ProxyFailure::cut));
    }

    private static void cutStream(HttpServerExchange exchange) {
        if (exchange.isResponseStarted()) {
            ProxyFailure.cut(exchange);
        }
    }

    private static XnioSsl ssl() {
        try {
            return new UndertowXnioSsl(Xnio.getInstance(), OptionMap.EMPTY);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is not usable in this Java runtime", e);
        }
    }
}
