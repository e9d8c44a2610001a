package io.reeve.http.pages;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.events.EventTopic;
import io.reeve.http.Answers;
import io.reeve.http.BodyLimit;
import io.reeve.http.Hold;
import io.reeve.http.Workers;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dispatch of requests to the handlers of modules. Such a handler comes from the module host: it runs the module's code
 * on a thread of the module, and blocks its caller, here a virtual thread, until that has finished. The exchange ends when
 * the handler returns or throws: a module that goes on using it gets an exception. An exchange that the handler has left to an
 * {@link EventTopic} goes on as an event stream, without a thread.
 */
public final class ModuleHttp {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleHttp.class);

    /** The longest time without a byte from or to the client, after which the module's read or write fails. */
    private static final Duration STALL = Duration.ofSeconds(60);

    private ModuleHttp() {}

    /**
     * Dispatches a request to the handler of a module; returns at once. An exception of the handler is answered with 500, or
     * with 503 for a {@link RejectedExecutionException}, which means that the module is busy or has stopped.
     */
    public static void dispatch(HttpServerExchange exchange, String module, HttpHandler handler) {
        dispatch(exchange, module, handler, STALL);
    }

    /** Dispatches a request to the handler of a module of the active, which may stop: then the hold takes the request. */
    public static void dispatch(HttpServerExchange exchange, String module, HttpHandler handler, Hold hold) {
        dispatch(exchange, module, handler, STALL, hold, StreamBudget.PROCESS);
    }

    /** Dispatches a request with another limit for the time without a byte from or to the client. */
    public static void dispatch(HttpServerExchange exchange, String module, HttpHandler handler, Duration stall) {
        dispatch(exchange, module, handler, stall, Hold.none(), StreamBudget.PROCESS);
    }

    static void dispatch(HttpServerExchange exchange, String module, HttpHandler handler, Duration stall,
            StreamBudget budget) {
        dispatch(exchange, module, handler, stall, Hold.none(), budget);
    }

    private static void dispatch(HttpServerExchange exchange, String module, HttpHandler handler, Duration stall,
            Hold hold, StreamBudget budget) {
        if (!BodyLimit.refuse(exchange)) {
            exchange.dispatch(Workers.VIRTUAL, on -> run(on, module, handler, stall, hold, budget));
        }
    }

    private static void run(HttpServerExchange exchange, String module, HttpHandler handler, Duration stall,
            Hold hold, StreamBudget budget) {
        ModuleExchange moduleExchange = new ModuleExchange(exchange, module, handler, stall);
        try {
            handler.handle(moduleExchange);
        } catch (RejectedExecutionException e) {
            if (moduleExchange.abandon() && !hold.again(exchange)) {
                exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
                Answers.error(exchange, 503, "module '" + module + "' does not answer: " + e.getMessage());
            }
            return;
        } catch (SocketTimeoutException e) {
            String id = newId();
            LOG.warn("module '{}' did not answer a {} in time (error id {})", module, exchange.getRequestMethod(), id);
            LOG.debug("error id {} is of {}: {}", id, exchange.getRequestURI(), e.getMessage());
            if (moduleExchange.abandon()) {
                Answers.error(exchange, 504, String.valueOf(e.getMessage()), Map.of("id", id));
            }
            return;
        } catch (IOException e) {
            boolean clientGone = !exchange.getConnection().isOpen();
            boolean answer = moduleExchange.abandon();
            if (answer && BodyLimit.isExceeded(exchange)) {
                BodyLimit.answer(exchange);
            } else if (answer && !moduleExchange.slowness().isEmpty()) {
                exchange.setPersistent(false);
                Answers.error(exchange, 408, moduleExchange.slowness());
            } else if (clientGone) {
                LOG.debug("{} {} of module '{}' broke off", exchange.getRequestMethod(), exchange.getRequestURI(),
                        module, e);
            } else {
                failed(exchange, module, answer, e);
            }
            return;
        } catch (Throwable t) {
            failed(exchange, module, moduleExchange.abandon(), t);
            return;
        }
        Optional<EventTopic> topic = moduleExchange.handOver();
        if (topic.isPresent()) {
            EventStream.begin(exchange, topic.get(), budget);
        } else if (!moduleExchange.finish()) {
            failed(exchange, module, true, new IllegalStateException("the handler returned without an answer"));
        }
    }

    /** An id by which lines of the log belong together. A path may hold a token, such as a webhook's, so only DEBUG has it. */
    private static String newId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    private static void failed(HttpServerExchange exchange, String module, boolean answer, Throwable cause) {
        String id = newId();
        LOG.error("module '{}' failed to answer a {} (error id {})", module, exchange.getRequestMethod(), id, cause);
        LOG.debug("error id {} is of {}", id, exchange.getRequestURI());
        if (answer) {
            Answers.error(exchange, 500,
                    "module '" + module + "' failed to answer; the manager's log says more under this id",
                    Map.of("id", id));
        }
    }
}
