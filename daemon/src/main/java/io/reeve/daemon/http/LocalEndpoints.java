package io.reeve.daemon.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.reeve.standby.Answers;
import io.reeve.standby.RequestBody;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every node answers itself in every role: health, the manager map, metrics, OPTIONS. And the headers that let a page
 * of one manager ask another (CORS), for exactly the origins given.
 */
public final class LocalEndpoints {
    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
    private static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();

    private final Supplier<? extends NodeStatus> status;
    private final Supplier<Object> mgrMap;
    private final MetricsEndpoint metrics;
    private final Predicate<String> origins;

    /**
     * Makes the endpoints, once in a process.
     *
     * @param status   of this node at the moment; read once for each answer
     * @param mgrMap   what {@code /api/mgr} shows, as maps, lists and values for JSON; from memory
     * @param registry what {@code /metrics} shows; the JVM's metrics are added to it here
     * @param origins  whether a web page of this origin may ask: the advertised URLs of the cluster
     */
    public LocalEndpoints(Supplier<? extends NodeStatus> status, Supplier<Object> mgrMap, PrometheusRegistry registry,
            Predicate<String> origins) {
        this.status = status;
        this.mgrMap = mgrMap;
        this.metrics = new MetricsEndpoint(registry);
        this.origins = origins;
    }

    /** These endpoints over a role's own: what is not local goes on to {@code next}. */
    public HttpHandler over(HttpHandler next) {
        return exchange -> handle(exchange, next);
    }

    private void handle(HttpServerExchange exchange, HttpHandler next) throws Exception {
        boolean allowed = allowOrigin(exchange);
        if (exchange.getRequestMethod().equals(Methods.OPTIONS)) {
            RequestBody.read(exchange, 0, _ -> options(exchange, allowed));
            return;
        }
        switch (exchange.getRequestURI()) {
            case "/health/live" -> get(exchange, () -> health(exchange, NodeStatus::live));
            case "/health/ready" -> get(exchange, () -> health(exchange, NodeStatus::ready));
            case "/health/active" -> get(exchange, () -> health(exchange, NodeStatus::active));
            case "/health/standby" -> get(exchange, () -> health(exchange, NodeStatus::standby));
            case "/api/mgr" -> get(exchange, () -> mgr(exchange));
            case "/metrics" -> get(exchange, () -> metrics.answer(exchange));
            default -> next.handleRequest(exchange);
        }
    }

    private static void get(HttpServerExchange exchange, Runnable answer) {
        if (exchange.getRequestMethod().equals(Methods.GET) || exchange.getRequestMethod().equals(Methods.HEAD)) {
            RequestBody.read(exchange, 0, _ -> answer.run());
        } else {
            ActiveHandler.notAllowed(exchange, "GET, HEAD, OPTIONS");
        }
    }

    private void health(HttpServerExchange exchange, Predicate<NodeStatus> good) {
        NodeStatus now = status.get();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", now.name());
        body.put("state", now.state());
        body.put("epoch", now.epoch());
        Answers.json(exchange, good.test(now) ? 200 : 503, body);
    }

    private void mgr(HttpServerExchange exchange) {
        try {
            Answers.send(exchange, 200, "application/json", JSON.writeValueAsBytes(mgrMap.get()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the manager map cannot be written as JSON", e);
        }
    }

    private boolean allowOrigin(HttpServerExchange exchange) {
        @Nullable
        String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
        if (origin == null || !origins.test(origin)) {
            return false;
        }
        exchange.getResponseHeaders().put(ALLOW_ORIGIN, origin).add(Headers.VARY, "Origin");
        return true;
    }

    private static void options(HttpServerExchange exchange, boolean allowedOrigin) {
        exchange.setStatusCode(204);
        exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD, POST, PUT, DELETE, OPTIONS");
        if (allowedOrigin) {
            exchange.getResponseHeaders()
                    .put(ALLOW_METHODS, "GET, HEAD, POST")
                    .put(ALLOW_HEADERS, "Content-Type, Authorization")
                    .put(MAX_AGE, "600");
        }
        exchange.endExchange();
    }
}
