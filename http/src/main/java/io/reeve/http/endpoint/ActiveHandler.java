package io.reeve.http.endpoint;

import io.reeve.http.Answers;
import io.reeve.http.Hold;
import io.reeve.http.OpenExchanges;
import io.reeve.http.ProxyHeaders;
import io.reeve.http.RequestBody;
import io.reeve.http.RequestTarget;
import io.reeve.http.Unavailable;
import io.reeve.http.pages.ModuleHttp;
import io.reeve.http.pages.ServiceUri;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The active's handler of all requests that are not local: commands, the pages of modules, and a page that lists them. */
public final class ActiveHandler implements HttpHandler {
    private final ActiveView view;
    private final HttpHandler command;
    private final OpenExchanges pages;
    private final Hold hold;

    /**
     * Creates the handler of the active role.
     *
     * @param command the handler of {@code /api/command}, called on the I/O thread
     */
    public ActiveHandler(ActiveView view, HttpHandler command) {
        this(view, command, new OpenExchanges());
    }

    /**
     * Creates the handler of the active role.
     *
     * @param command the handler of {@code /api/command}, called on the I/O thread
     * @param pages   takes the requests that modules answer
     */
    public ActiveHandler(ActiveView view, HttpHandler command, OpenExchanges pages) {
        this(view, command, pages, Hold.none());
    }

    /**
     * Creates the handler of the active role.
     *
     * @param command the handler of {@code /api/command}, called on the I/O thread
     * @param pages   takes the requests that modules answer
     * @param hold    takes the requests that reach a module when it has just been told to stop
     */
    public ActiveHandler(ActiveView view, HttpHandler command, OpenExchanges pages, Hold hold) {
        this.view = view;
        this.command = command;
        this.pages = pages;
        this.hold = hold;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (ProxyHeaders.refuseOtherEpoch(exchange, view.epoch())) {
            return;
        }
        switch (Endpoint.of(exchange.getRequestURI())) {
            case START_PAGE -> LocalEndpoints.get(exchange, Endpoint.START_PAGE,
                    () -> Answers.html(exchange, 200, RootPage.render(view)));
            case COMMAND -> command.handleRequest(exchange);
            // The others are answered before, in every role.
            case MODULE_PAGE, MANAGERS, LIVE, READY, ACTIVE, STANDBY, METRICS, DIAGNOSTICS -> module(exchange);
        }
    }

    private void module(HttpServerExchange exchange) {
        String uri = exchange.getRequestURI();
        @Nullable
        String name = RequestTarget.firstSegment(uri);
        if (name == null) {
            notFound(exchange);
            return;
        }
        Optional<ServiceUri> elsewhere = Optional.ofNullable(view.services().get(name))
                .flatMap(published -> ServiceUri.external(published, view.url()));
        if (elsewhere.isPresent()) {
            redirect(exchange, elsewhere.get().location(uri, exchange.getQueryString()));
            return;
        }
        Optional<com.sun.net.httpserver.HttpHandler> handler = view.module(name);
        if (handler.isEmpty() && view.stopping()) {
            if (!hold.again(exchange)) {
                RequestBody.read(exchange, 0, _ -> Unavailable.send("this manager stops being active",
                        view.epoch(), exchange));
            }
        } else if (handler.isEmpty()) {
            notFound(exchange);
        } else if (RequestTarget.lacksSlash(uri)) {
            redirect(exchange, RequestTarget.withSlash(exchange));
        } else {
            pages.add(exchange);
            ModuleHttp.dispatch(exchange, name, handler.get(), hold);
        }
    }

    private void notFound(HttpServerExchange exchange) {
        RequestBody.read(exchange, 0, _ -> {
            String uri = exchange.getRequestURI();
            Answers.error(exchange, 404, "nothing is served at " + uri + explain(uri), Map.of("paths", paths()));
        });
    }

    private String explain(String uri) {
        @Nullable
        String name = RequestTarget.firstSegment(uri);
        return name != null && view.modules().contains(name)
                ? ": module '" + name + "' is enabled, but has no pages or does not run"
                : "";
    }

    private List<String> paths() {
        List<String> paths = new ArrayList<>();
        EnumSet.complementOf(EnumSet.of(Endpoint.MODULE_PAGE)).forEach(endpoint -> paths.add(endpoint.path()));
        view.modules()
                .stream()
                .filter(name -> view.module(name).isPresent() || view.services().containsKey(name))
                .forEach(name -> paths.add("/" + name + "/"));
        return paths;
    }

    private static void redirect(HttpServerExchange exchange, String location) {
        RequestBody.read(exchange, 0, _ -> Answers.redirect(exchange, location));
    }
}
