package io.reeve.http.pages;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpPrincipal;
import io.reeve.api.events.EventTopic;
import io.reeve.http.BodyLimit;
import io.reeve.http.RequestTarget;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * A request as a module sees it: the JDK's exchange over Undertow's. Both bodies are streamed; flushing sends at once.
 *
 * <p>It differs from the JDK's own server in two points. The exchange ends when the handler returns. A {@code HEAD} request
 * may be answered like a {@code GET}: the body is left out.
 */
public final class ModuleExchange extends HttpExchange {
    /** The attribute that tells the module host that the request's body was refused, so that it answers nothing else. */
    private static final String REFUSED = "io.reeve.body.refused";

    /** The headers that the server sets itself. */
    private static final Set<String> OWN_HEADERS = Set.of("content-length", "transfer-encoding", "connection",
            "keep-alive", "upgrade", "trailer");

    /** The headers for browsers that a module may replace by setting them itself. */
    private static final Map<HttpString, String> SAFE_DEFAULTS = Map.of(new HttpString("X-Content-Type-Options"),
            "nosniff", new HttpString("Referrer-Policy"), "same-origin", new HttpString("Content-Security-Policy"),
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none';"
                    + " base-uri 'self'; form-action 'self'; frame-ancestors 'self'");

    private final HttpServerExchange exchange;
    private final ModuleHttpContext context;
    private final URI uri;
    private final Headers requestHeaders;
    private final Headers responseHeaders = new Headers();
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final ModuleRequestStream request;
    private final ModuleResponseStream response;
    private volatile InputStream requestBody;
    private volatile OutputStream responseBody;

    ModuleExchange(HttpServerExchange exchange, String module, HttpHandler handler, Duration stall) {
        this.exchange = exchange;
        this.context = new ModuleHttpContext("/" + module + "/", handler);
        this.uri = uri(exchange);
        this.requestHeaders = copy(exchange);
        this.request = new ModuleRequestStream(ChannelStreams.in(exchange, stall));
        this.response = new ModuleResponseStream(exchange, ChannelStreams.out(exchange, stall));
        this.requestBody = request;
        this.responseBody = response;
    }

    @Override
    public Headers getRequestHeaders() {
        return requestHeaders;
    }

    @Override
    public Headers getResponseHeaders() {
        return responseHeaders;
    }

    /** The raw path and query. */
    @Override
    public URI getRequestURI() {
        return uri;
    }

    @Override
    public String getRequestMethod() {
        return exchange.getRequestMethod().toString();
    }

    @Override
    public HttpContext getHttpContext() {
        return context;
    }

    /** Ends both bodies; if no headers were sent, also closes the connection. */
    @Override
    public void close() {
        if (getResponseCode() < 0) {
            end();
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        IoUtils.safeClose(responseBody);
        IoUtils.safeClose(requestBody);
    }

    @Override
    public InputStream getRequestBody() {
        return requestBody;
    }

    @Override
    public OutputStream getResponseBody() {
        return responseBody;
    }

    /**
     * Begins the answer, with lengths as in the JDK: a positive one is exact, 0 means any length in chunks, -1 means
     * no body.
     */
    @Override
    public void sendResponseHeaders(int status, long length) throws IOException {
        if (status < 200 || status > 999) {
            throw new IOException("status " + status + " cannot be sent: use 200 to 599");
        }
        response.begin(status, length, this::sendHeaders);
    }

    private void sendHeaders() {
        responseHeaders.forEach(this::sendHeader);
        SAFE_DEFAULTS.forEach((name, value) -> {
            if (!exchange.getResponseHeaders().contains(name)) {
                exchange.getResponseHeaders().put(name, value);
            }
        });
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return exchange.getSourceAddress();
    }

    @Override
    public int getResponseCode() {
        return response.status();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return exchange.getDestinationAddress();
    }

    @Override
    public String getProtocol() {
        return exchange.getProtocol().toString();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        if (name.equals(REFUSED)) {
            boolean refused = BodyLimit.isExceeded(exchange) || !slowness().isEmpty();
            return refused ? true : null;
        }
        return attributes.get(name);
    }

    /** Sets an attribute of this exchange alone. */
    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    @Override
    public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
        if (in != null) {
            requestBody = in;
        }
        if (out != null) {
            responseBody = out;
        }
    }

    /** Always null: the manager does not authenticate browsers. */
    @Override
    @SuppressWarnings("NullAway") // the JDK's contract: null if there is no authenticator
    public HttpPrincipal getPrincipal() {
        return null;
    }

    /** The reason why the client is too slow, if reading the request's body has failed by that; else empty. */
    String slowness() {
        return request.slowness();
    }

    /** The topic that answers, with the module's headers copied; empty unless the module has chosen one and answered nothing. */
    Optional<EventTopic> handOver() {
        if (getResponseCode() >= 0 || !(attributes.get(EventTopic.ATTRIBUTE) instanceof EventTopic topic) || !end()) {
            return Optional.empty();
        }
        sendHeaders();
        return Optional.of(topic);
    }

    /** Ends both bodies after the handler has returned. Returns false if the handler has not answered at all. */
    boolean finish() {
        boolean answered = getResponseCode() >= 0;
        if (answered) {
            IoUtils.safeClose(response); // not a module's wrapper around it: no code of a module runs here
        }
        if (!end()) {
            return true;
        }
        if (answered && !response.complete()) {
            IoUtils.safeClose(exchange.getConnection());
        }
        return answered;
    }

    /**
     * Takes the exchange away from a handler that has failed. Returns whether an error can still be answered; otherwise closes
     * the connection, so that the client sees that the response is incomplete.
     */
    boolean abandon() {
        boolean free = end() && getResponseCode() < 0;
        if (!free && !response.complete()) {
            IoUtils.safeClose(exchange.getConnection());
        }
        return free;
    }

    /** Ends both streams. Returns false if a thread is inside one of them: then the exchange cannot be used any more. */
    private boolean end() {
        boolean requestFree = request.end();
        boolean responseFree = response.end();
        if (!requestFree || !responseFree) {
            IoUtils.safeClose(exchange.getConnection());
        }
        if (!exchange.isRequestComplete()) {
            exchange.setPersistent(false);
        }
        return requestFree && responseFree;
    }

    private void sendHeader(String name, List<String> values) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!OWN_HEADERS.contains(lower)) {
            exchange.getResponseHeaders().putAll(new HttpString(name), values);
        } else if (lower.equals("content-length") && getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().put(new HttpString(name), values.getFirst());
        }
    }

    private static Headers copy(HttpServerExchange exchange) {
        Headers headers = new Headers();
        for (HeaderValues values : exchange.getRequestHeaders()) {
            values.forEach(value -> headers.add(values.getHeaderName().toString(), value));
        }
        return Headers.of(headers);
    }

    private static URI uri(HttpServerExchange exchange) {
        String target = RequestTarget.location("", exchange.getRequestURI(), exchange.getQueryString());
        // Undertow accepts a few characters that java.net.URI does not; they are percent-encoded. "//" is not an authority here.
        String clean = target.replace("[", "%5B")
                .replace("]", "%5D")
                .replace("^", "%5E")
                .replace("`", "%60")
                .replace("|", "%7C")
                .replace("{", "%7B")
                .replace("}", "%7D")
                .replace("\"", "%22")
                .replace("\\", "%5C")
                .replace("<", "%3C")
                .replace(">", "%3E");
        return URI.create(clean.startsWith("//") ? "/." + clean : clean);
    }
}
