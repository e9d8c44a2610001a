package io.reeve.standby;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.cluster.MgrMap;
import io.reeve.http.Answers;
import io.reeve.http.BodyLimit;
import io.reeve.http.Hold;
import io.reeve.http.RequestBody;
import io.reeve.http.RequestTarget;
import io.reeve.http.Unavailable;
import io.reeve.http.UrlHost;
import io.reeve.http.pages.ModuleHttp;
import io.reeve.http.pages.ServiceUri;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A standby's handler of all requests that are not local: it lets the standby class of a module answer, redirects or
 * forwards to the active manager, or answers that there is none.
 *
 * <p>A redirect is answered on the I/O thread, with a prefix that is computed once per map. Its location is built from the
 * active's published record and the raw request target, never from {@code Host} or {@code X-Forwarded-*}.
 */
public final class StandbyHandler implements io.undertow.server.HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyHandler.class);

    private final StandbyMode mode;
    private final Function<String, Optional<HttpHandler>> modules;
    private final Router router;
    private final MapRefresh resync;
    private final ActiveProxy proxy;
    private final Hold hold;

    /**
     * Creates the handler of the standby role.
     *
     * @param modules the handler of a module's standby class, by the name of the module; empty if it has none
     */
    public StandbyHandler(StandbyMode mode, StandbyView view, Function<String, Optional<HttpHandler>> modules) {
        this(mode, view, modules, UrlHost::reachable);
    }

    /**
     * Creates the handler of the standby role.
     *
     * @param modules the handler of a module's standby class, by the name of the module; empty if it has none
     * @param hold    takes the requests that nobody answers now, but somebody soon
     */
    public StandbyHandler(StandbyMode mode, StandbyView view, Function<String, Optional<HttpHandler>> modules,
            Hold hold) {
        this(mode, view, modules, UrlHost::reachable, hold);
    }

    StandbyHandler(StandbyMode mode, StandbyView view, Function<String, Optional<HttpHandler>> modules,
            ActiveProxy.Addresses addresses) {
        this(mode, view, modules, addresses, Hold.none());
    }

    private StandbyHandler(StandbyMode mode, StandbyView view, Function<String, Optional<HttpHandler>> modules,
            ActiveProxy.Addresses addresses, Hold hold) {
        this.proxy = new ActiveProxy(addresses, hold);
        this.hold = hold;
        this.mode = mode;
        this.modules = modules;
        this.router = new Router(view);
        this.resync = new MapRefresh(view);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Route route = router.route();
        if (!answeredByModule(exchange, route)) {
            follow(exchange, route, true);
        }
    }

    /** Whether the standby class of a module answers a request, whoever is active. */
    public boolean answersItself(HttpServerExchange exchange) {
        return own(exchange, router.route()).isPresent();
    }

    /** The standby class of a module that answers {@code /NAME/…}; empty if there is none, or a server elsewhere. */
    private Optional<HttpHandler> own(HttpServerExchange exchange, Route route) {
        @Nullable
        String name = RequestTarget.firstSegment(exchange.getRequestURI());
        return name == null || (route instanceof Route.ToActive to && to.external().containsKey(name))
                ? Optional.empty()
                : modules.apply(name);
    }

    /** Lets the standby class of a module answer; returns false if there is none. */
    private boolean answeredByModule(HttpServerExchange exchange, Route route) {
        String uri = exchange.getRequestURI();
        @Nullable
        String name = RequestTarget.firstSegment(uri);
        Optional<HttpHandler> handler = own(exchange, route);
        if (name == null || handler.isEmpty()) {
            return false;
        }
        if (RequestTarget.lacksSlash(uri)) {
            redirect(exchange, RequestTarget.withSlash(exchange));
        } else {
            ModuleHttp.dispatch(exchange, name, handler.get());
        }
        return true;
    }

    private void follow(HttpServerExchange exchange, Route route, boolean mayResync) {
        switch (route) {
            case Route.ToActive to -> forward(exchange, to);
            case Route.Nobody(String reason) -> holdOrRefuse(exchange, reason);
            case Route.Stale(String reason) -> {
                if (mayResync) {
                    resync(exchange);
                } else {
                    holdOrRefuse(exchange, reason);
                }
            }
        }
    }

    private void holdOrRefuse(HttpServerExchange exchange, String reason) {
        if (!hold.again(exchange)) {
            refuse(exchange, router.unavailable(reason), 503);
        }
    }

    /**
     * The handler that forwards a command whose decision has been made, and nothing else: no request is decided twice. Empty if
     * that active is not the one any more; nothing is executed then.
     *
     * @param endpoint where the command belongs
     */
    public Optional<io.undertow.server.HttpHandler> forwarding(URI endpoint) {
        return router.route() instanceof Route.ToActive to && endpoint.toString().startsWith(to.prefix() + "/")
                ? Optional.of(exchange -> proxy.forward(exchange, to, router))
                : Optional.empty();
    }

    /** The managers changed: what was forwarded under an epoch that is over ends. Does not block. */
    public void mapChanged(MgrMap map) {
        proxy.mapChanged(map);
    }

    /**
     * Takes a command whose active is not the one any more back into the hold.
     *
     * @param bytes  the size of its body, which was read
     * @param unread makes the body as good as unread, when the command goes on
     * @return whether it was taken; if not, answer {@link #changed}
     */
    public boolean again(HttpServerExchange exchange, long bytes, Consumer<HttpServerExchange> unread) {
        return hold.again(exchange, Hold.Kind.COMMAND, bytes, on -> {
            unread.accept(on);
            hold.resume(on);
        });
    }

    /** The answer to a command whose active is not the one any more. */
    public Unavailable changed() {
        return router.unavailable("the active manager changes at this moment, and the command was not sent");
    }

    private void resync(HttpServerExchange exchange) {
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
            var _ = resync.read().whenComplete((map, failure) -> {
                if (failure != null) {
                    LOG.warn("reading who is active: {}", failure.toString());
                }
                Route route = map != null
                        ? router.route(map)
                        : new Route.Nobody("who is active could not be read from ZooKeeper");
                exchange.dispatch(exchange.getIoThread(), on -> follow(on, route, false));
            });
        });
    }

    private void forward(HttpServerExchange exchange, Route.ToActive to) {
        if (!to.external().isEmpty()) {
            @Nullable
            ServiceUri service = to.external().get(RequestTarget.firstSegment(exchange.getRequestURI()));
            if (service != null) {
                redirect(exchange, service.location(exchange.getRequestURI(), exchange.getQueryString()));
                return;
            }
        }
        if (mode == StandbyMode.ERROR) {
            refuse(exchange,
                    router.unavailable("this manager stands by, and is set to send nobody to the active one", to),
                    503);
        } else if (mode == StandbyMode.PROXY) {
            if (!BodyLimit.refuse(exchange)) {
                hold.begin(exchange);
                proxy.forward(exchange, to, router);
            }
        } else if (isWebSocket(exchange)) {
            refuse(exchange, router.unavailable("this manager stands by, and a WebSocket cannot be redirected", to),
                    421);
        } else {
            redirect(exchange,
                    RequestTarget.location(to.prefix(), exchange.getRequestURI(), exchange.getQueryString()));
        }
    }

    /** Redirects once the rest of the request's body was read. */
    private static void redirect(HttpServerExchange exchange, String location) {
        if (exchange.isRequestComplete()) {
            Answers.redirect(exchange, location);
        } else {
            RequestBody.read(exchange, 0, _ -> Answers.redirect(exchange, location));
        }
    }

    private static void refuse(HttpServerExchange exchange, Unavailable unavailable, int status) {
        RequestBody.read(exchange, 0, _ -> unavailable.send(exchange, status));
    }

    private static boolean isWebSocket(HttpServerExchange exchange) {
        @Nullable
        String upgrade = exchange.getRequestHeaders().getFirst(Headers.UPGRADE);
        return upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("websocket");
    }
}
