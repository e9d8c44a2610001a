package io.reeve.http.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.api.metrics.MetricFamily;
import io.reeve.http.Answers;
import io.reeve.http.RequestBody;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The endpoints that every node serves itself, in every role: health, the manager map, metrics, diagnostics and OPTIONS. They
 * also set the CORS headers with which a web page of one manager may call another, for exactly the given origins.
 */
public final class LocalEndpoints {
    private static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();

    private final Supplier<? extends NodeStatus> status;
    private final Supplier<Object> mgrMap;
    private final Cors cors;
    private final DiagnosticsEndpoint diagnostics;
    private final List<DiagnosticSection> sections;
    private final MetricsEndpoint process;

    /**
     * Creates the endpoints.
     *
     * @param status   the state of this node; read once for each answer
     * @param mgrMap   the content of {@code /api/mgr}, as maps, lists and values for JSON; read from memory
     * @param metrics  the content of {@code /metrics}, beside the metrics of the JVM
     * @param origins  whether web pages of an origin may call: those of the cluster's advertised URLs
     */
    public LocalEndpoints(Supplier<? extends NodeStatus> status, Supplier<Object> mgrMap, List<MetricFamily> metrics,
            Predicate<String> origins) {
        this(status, mgrMap, metrics, origins, new DiagnosticsEndpoint(), List.of(), () -> MetricSources.NONE);
    }

    /**
     * Creates the endpoints.
     *
     * @param status      the state of this node; read once for each answer
     * @param mgrMap      the content of {@code /api/mgr}, as maps, lists and values for JSON; read from memory
     * @param metrics     the content of {@code /metrics}, beside the metrics of the JVM
     * @param origins     whether web pages of an origin may call: those of the cluster's advertised URLs
     * @param diagnostics the endpoint of diagnostics, of which a process has one
     * @param sections    its files, beside that of the metrics, the most important first
     * @param sources     what modules add to {@code /metrics}; read at each scrape
     */
    public LocalEndpoints(Supplier<? extends NodeStatus> status, Supplier<Object> mgrMap, List<MetricFamily> metrics,
            Predicate<String> origins, DiagnosticsEndpoint diagnostics, List<DiagnosticSection> sections,
            Supplier<MetricSources> sources) {
        this.status = status;
        this.mgrMap = mgrMap;
        this.cors = new Cors(origins);
        this.process = new MetricsEndpoint(metrics, sources);
        this.diagnostics = diagnostics;
        List<DiagnosticSection> all = new ArrayList<>(List.of(process.section()));
        all.addAll(sections);
        this.sections = List.copyOf(all);
    }

    /** A handler that serves these endpoints, and passes all other requests to {@code next}. */
    public HttpHandler over(HttpHandler next) {
        return exchange -> handle(exchange, next);
    }

    private void handle(HttpServerExchange exchange, HttpHandler next) throws Exception {
        cors.allow(exchange);
        Endpoint endpoint = Endpoint.of(exchange.getRequestURI());
        if (exchange.getRequestMethod().equals(Methods.OPTIONS)) {
            RequestBody.read(exchange, 0, _ -> cors.options(exchange, endpoint.methods()));
            return;
        }
        switch (endpoint) {
            case LIVE -> get(exchange, endpoint, () -> health(exchange, NodeStatus::live));
            case READY -> get(exchange, endpoint, () -> health(exchange, NodeStatus::ready));
            case ACTIVE -> get(exchange, endpoint, () -> health(exchange, NodeStatus::active));
            case STANDBY -> get(exchange, endpoint, () -> health(exchange, NodeStatus::standby));
            case MANAGERS -> get(exchange, endpoint, () -> mgr(exchange));
            case METRICS -> get(exchange, endpoint, () -> process.answer(exchange));
            case DIAGNOSTICS -> get(exchange, endpoint, () -> diagnose(exchange));
            case START_PAGE, COMMAND, MODULE_PAGE -> next.handleRequest(exchange);
        }
    }

    /** Answers a request that reads, once the rest of its body was read, and 405 to any other. */
    static void get(HttpServerExchange exchange, Endpoint endpoint, Runnable answer) {
        if (exchange.getRequestMethod().equals(Methods.GET) || exchange.getRequestMethod().equals(Methods.HEAD)) {
            RequestBody.read(exchange, 0, _ -> answer.run());
        } else {
            Answers.notAllowed(exchange, endpoint.methods());
        }
    }

    private void health(HttpServerExchange exchange, Predicate<NodeStatus> good) {
        NodeStatus now = status.get();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", now.name());
        body.put("state", now.state());
        body.put("epoch", now.epoch());
        if (!now.problem().isEmpty()) {
            body.put("problem", now.problem());
        }
        Answers.json(exchange, good.test(now) ? 200 : 503, body);
    }

    private void mgr(HttpServerExchange exchange) {
        try {
            Answers.send(exchange, 200, "application/json", JSON.writeValueAsBytes(mgrMap.get()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the manager map cannot be written as JSON", e);
        }
    }

    /** Answers with the diagnostics, but not to a page of another site, which cannot read them and only costs. */
    private void diagnose(HttpServerExchange exchange) {
        if (!cors.refuseForeign(exchange)) {
            diagnostics.answer(exchange, sections);
        }
    }
}
