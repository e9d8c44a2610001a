package io.reeve.http.endpoint;

import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.http.Answers;
import io.reeve.http.Workers;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * The endpoint {@code /api/diagnostics}: what this node tells of itself for the search of a fault, as a zip file. Each node
 * answers for itself, in every role. One request is answered at a time, and after a pause the next, on a virtual thread, in
 * bounded time and size.
 */
public final class DiagnosticsEndpoint {
    private static final HttpString DISPOSITION = new HttpString("Content-Disposition");
    private static final Logger LOG = LoggerFactory.getLogger(DiagnosticsEndpoint.class);

    private final Semaphore one = new Semaphore(1);
    private final DiagnosticsLimits limits;
    private final LongSupplier nanoTime;
    /** The files of which a reading has not ended, with the time when it began; also one that was given up. */
    private final ConcurrentMap<String, Long> reading = new ConcurrentHashMap<>();
    /** The time when the next gathering may begin; it may be in the past. */
    private final AtomicLong next;

    /** Creates the endpoint; a process has one. */
    public DiagnosticsEndpoint() {
        this(DiagnosticsLimits.DEFAULT, System::nanoTime);
    }

    DiagnosticsEndpoint(DiagnosticsLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.next = new AtomicLong(nanoTime.getAsLong());
    }

    /** Answers a GET or HEAD request. Call it on the I/O thread; returns at once. */
    void answer(HttpServerExchange exchange, List<DiagnosticSection> sections) {
        exchange.getResponseHeaders()
                .put(DISPOSITION, "attachment; filename=\"reeve-diagnostics.zip\"");
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            Answers.send(exchange, 200, "application/zip", new byte[0]);
        } else if (!one.tryAcquire()) {
            refuse(exchange, "diagnostics are being gathered for somebody else");
        } else if (next.get() - nanoTime.getAsLong() > 0) {
            one.release();
            refuse(exchange,
                    "diagnostics were gathered just now, which is done once in "
                            + limits.pause().toSeconds() + " s at most");
        } else {
            next.set(nanoTime.getAsLong() + limits.pause().toNanos());
            dispatch(exchange, sections);
        }
    }

    private void refuse(HttpServerExchange exchange, String why) {
        Duration left = Duration.ofNanos(next.get() - nanoTime.getAsLong());
        long seconds = left.isPositive() ? left.plusSeconds(1).minusNanos(1).toSeconds() : 1;
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, Long.toString(seconds)).remove(DISPOSITION);
        Answers.error(exchange, 503, why + ": try again in " + seconds + " s");
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
            new DiagnosticsArchive(limits, reading).write(sections, exchange.getOutputStream());
        } catch (IOException brokenOff) {
            LOG.info("diagnostics were not taken whole: {}", String.valueOf(brokenOff.getMessage()));
            IoUtils.safeClose(exchange.getConnection());
        }
    }
}
