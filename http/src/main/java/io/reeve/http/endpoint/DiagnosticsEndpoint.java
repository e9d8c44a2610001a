package io.reeve.http.endpoint;

import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.http.Answers;
import io.reeve.http.Workers;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * The endpoint {@code /api/diagnostics}: what this node tells of itself for the search of a fault, as a zip file. Each node
 * answers for itself, in every role. One request is answered at a time, on a virtual thread, in bounded time and size.
 */
public final class DiagnosticsEndpoint {
    /** The path of the endpoint. */
    public static final String PATH = "/api/diagnostics";
    private static final HttpString DISPOSITION = new HttpString("Content-Disposition");
    private static final Logger LOG = LoggerFactory.getLogger(DiagnosticsEndpoint.class);

    private final Semaphore one = new Semaphore(1);
    private final DiagnosticsLimits limits;

    /** Creates the endpoint; a process has one. */
    public DiagnosticsEndpoint() {
        this(DiagnosticsLimits.DEFAULT);
    }

    DiagnosticsEndpoint(DiagnosticsLimits limits) {
        this.limits = limits;
    }

    /** Answers a GET or HEAD request. Call it on the I/O thread; returns at once. */
    void answer(HttpServerExchange exchange, List<DiagnosticSection> sections) {
        exchange.getResponseHeaders()
                .put(DISPOSITION, "attachment; filename=\"reeve-diagnostics.zip\"");
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            Answers.send(exchange, 200, "application/zip", new byte[0]);
        } else if (one.tryAcquire()) {
            dispatch(exchange, sections);
        } else {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1").remove(DISPOSITION);
            Answers.error(exchange, 503, "diagnostics are being gathered for somebody else: try again in a moment");
        }
    }

    private void dispatch(HttpServerExchange exchange, List<DiagnosticSection> sections) {
        XnioExecutor.Key deadline = exchange.getIoThread()
                .executeAfter(() -> IoUtils.safeClose(exchange.getConnection()), limits.whole().toMillis(),
                        TimeUnit.MILLISECONDS);
        try {
            exchange.dispatch(Workers.VIRTUAL, ready -> {
                try {
                    write(ready, sections);
                } finally {
                    deadline.remove();
                    one.release();
                }
            });
        } catch (RuntimeException | Error notBegun) {
            deadline.remove();
            one.release();
            throw notBegun;
        }
    }

    private void write(HttpServerExchange exchange, List<DiagnosticSection> sections) throws InterruptedException {
        exchange.setStatusCode(200);
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "application/zip")
                .put(Headers.CACHE_CONTROL, "no-store");
        exchange.startBlocking();
        try {
            new DiagnosticsArchive(limits).write(sections, exchange.getOutputStream());
        } catch (IOException brokenOff) {
            LOG.info("diagnostics were not taken whole: {}", String.valueOf(brokenOff.getMessage()));
            IoUtils.safeClose(exchange.getConnection());
        }
    }
}
