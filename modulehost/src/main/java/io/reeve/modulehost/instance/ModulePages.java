package io.reeve.modulehost.instance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.reeve.modulehost.catalog.FailureText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages of a running module: requests are handled on threads of the module while the caller's thread waits. */
public final class ModulePages {
    private static final Logger LOG = LoggerFactory.getLogger(ModulePages.class);

    /** The attribute by which the listener says that it has refused the request's body: it answers that itself. */
    private static final String REFUSED = "io.reeve.body.refused";

    /** The time in which a module must begin to answer. How long it goes on answering is its own business. */
    private static final Duration ANSWER_BEGINS = Duration.ofMinutes(5);

    private ModulePages() {}

    /**
     * What is answered in the module's place.
     *
     * @param text empty if the module has answered itself
     */
    private record Failure(int status, String text) {
        static final Failure NONE = new Failure(0, "");
        /** The request came when the module was about to stop: nothing of it has happened. */
        static final Failure STOPPING = new Failure(503, "");
    }

    /** The handling of one request. */
    private static final class Work implements Callable<Failure> {
        private final ModuleInstance instance;
        private final HttpExchange exchange;
        private volatile @Nullable Thread thread;

        Work(ModuleInstance instance, HttpExchange exchange) {
            this.instance = instance;
            this.exchange = exchange;
        }

        @Override
        public Failure call() {
            thread = Thread.currentThread();
            return failureOf(instance, exchange);
        }

        /** Whether the answer has begun, or the client has yet to send the rest of its request. */
        boolean isAnswering() {
            Thread runs = thread;
            return exchange.getResponseCode() != -1 || (runs != null && CallsUnderWay.waitsForClient(runs));
        }
    }

    /** The handler of a module's pages, which blocks its caller; empty if the module does not run or has no pages. */
    public static Optional<HttpHandler> handler(@Nullable ModuleInstance instance) {
        return instance == null || instance.handler() == null
                ? Optional.empty()
                : Optional.of(exchange -> handle(instance, exchange));
    }

    private static void handle(ModuleInstance instance, HttpExchange exchange) throws IOException {
        String name = instance.loaded().name();
        try {
            Work work = new Work(instance, exchange);
            Failure failure = instance.http().run(work, ANSWER_BEGINS, work::isAnswering);
            if (failure.equals(Failure.STOPPING)) {
                throw new RejectedExecutionException("it is stopping");
            }
            if (!failure.text().isEmpty()) {
                answerError(exchange, failure.status(), failure.text());
            }
        } catch (RejectedExecutionException e) {
            if (instance.isStopping()) {
                throw new RejectedExecutionException("it is stopping", e);
            }
            answerError(exchange, 503, "Module '" + name + "' answers as many requests as it can: try again");
        } catch (CancellationException e) {
            throw new IOException("module '" + name + "' was stopped while it answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while module '" + name + "' answered", e);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("module '" + name + "' has not begun to answer within "
                    + ANSWER_BEGINS.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a guarded request threw", e);
        }
    }

    private static Failure failureOf(ModuleInstance instance, HttpExchange exchange) {
        HttpHandler handler = instance.handler();
        String name = instance.loaded().name();
        if (handler == null) {
            return Failure.STOPPING;
        }
        instance.meter().httpRequests.increment();
        try {
            String what = "page " + exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
            return instance.calls()
                    .call(what, () -> exchange.getResponseCode() == -1, () -> instance.threads().call(() -> {
                        handler.handle(exchange);
                        return Failure.NONE;
                    }));
        } catch (Throwable t) { // any failure of a module is an error of its page
            String id = FailureText.newErrorId();
            if (t instanceof IOException) {
                LOG.debug("error {}: a page of module '{}' broke off: {}", id, name, FailureText.oneLine(t));
            } else {
                FailureText.logError(LOG, "error " + id + ": a page of module '" + name + "' has failed", t);
            }
            return new Failure(500, "Module '" + name + "' failed: " + FailureText.message(t) + " (error " + id
                    + " in the manager's log)");
        }
    }

    /** Answers with an error. If the response has begun, throws, so that the client sees that it is incomplete. */
    private static void answerError(HttpExchange exchange, int status, String text) throws IOException {
        if (exchange.getResponseCode() != -1 || exchange.getAttribute(REFUSED) != null) {
            throw new IOException(text);
        }
        try (exchange) {
            byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            if (status == 503) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
