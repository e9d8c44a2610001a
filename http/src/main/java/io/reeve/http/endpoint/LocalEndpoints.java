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
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints that every node serves itself, in every role: health, the manager map, metrics, diagnostics and OPTIONS. They
 * also set the CORS headers with which a web page of one manager may call another, for exactly the given origins.
 */
public final class LocalEndpoints {
    private static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();

    static final String READ = "GET, HEAD, OPTIONS";

    private final Supplier<? extends NodeStatus> status;
    private final Supplier<Object> mgrMap;
    private final Cors cors;
    private final DiagnosticsEndpoint diagnostics;
    private final List<DiagnosticSection> sections;
    /** The endpoints by path; each reads only. */
    private final Map<String, Consumer<HttpServerExchange>> answers;

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
        MetricsEndpoint process = new MetricsEndpoint(metrics, sources);
        this.diagnostics = diagnostics;
        List<DiagnosticSection> all = new ArrayList<>(List.of(process.section()));
        all.addAll(sections);
        this.sections = List.copyOf(all);
        this.answers = Map.of("/health/live", exchange -> health(exchange, NodeStatus::live),
                "/health/ready", exchange -> health(exchange, NodeStatus::ready),
                "/health/active", exchange -> health(exchange, NodeStatus::active),
                "/health/standby", exchange -> health(exchange, NodeStatus::standby),
                "/api/mgr", this::mgr,
                "/metrics", process::answer,
                DiagnosticsEndpoint.PATH, this::diagnose);
    }

    /** A handler that serves these endpoints, and passes all other requests to {@code next}. */
    public HttpHandler over(HttpHandler next) {
        return exchange -> handle(exchange, next);
    }

    private void handle(HttpServerExchange exchange, HttpHandler next) throws Exception {
        cors.allow(exchange);
        if (exchange.getRequestMethod().equals(Methods.OPTIONS)) {
            RequestBody.read(exchange, 0, _ -> cors.options(exchange, methods(exchange.getRequestURI())));
            return;
        }
        @Nullable
        Consumer<HttpServerExchange> answer = answers.get(exchange.getRequestURI());
        if (answer == null) {
            next.handleRequest(exchange);
        } else {
            get(exchange, () -> answer.accept(exchange));
        }
    }

    private static void get(HttpServerExchange exchange, Runnable answer) {
        if (exchange.getRequestMethod().equals(Methods.GET) || exchange.getRequestMethod().equals(Methods.HEAD)) {
            RequestBody.read(exchange, 0, _ -> answer.run());
        } else {
            Answers.notAllowed(exchange, READ);
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

    /** The methods that {@code OPTIONS} names for a path; the pages of modules may accept any. */
    private String methods(String uri) {
        if (uri.equals(CommandEndpoint.PATH)) {
            return CommandEndpoint.METHODS;
        }
        return uri.equals("/") || answers.containsKey(uri) ? READ : "GET, HEAD, POST, PUT, DELETE, OPTIONS";
    }
}
