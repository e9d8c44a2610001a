package io.reeve.http.pages;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.http.Answers;
import io.reeve.http.Workers;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a request to a module's handler. The handler that is given is the module host's: it runs the module's code on a
 * thread of the module's, and blocks its caller, here a virtual thread, until that is through. When it returns or throws,
 * the exchange is over: a module that goes on using it gets an exception.
 */
public final class ModuleHttp {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleHttp.class);

    /** How long a client may neither send nor take before the module's read or write fails. */
    private static final Duration STALL = Duration.ofSeconds(60);

    private ModuleHttp() {}

    /**
     * Has the module answer. What its handler throws is answered 500, or 503 for a {@link RejectedExecutionException}: the
     * module is busy, or stopped.
     */
    public static void dispatch(HttpServerExchange exchange, String module, HttpHandler handler) {
        dispatch(exchange, module, handler, STALL);
    }

    public static void dispatch(HttpServerExchange exchange, String module, HttpHandler handler, Duration stall) {
        exchange.dispatch(Workers.VIRTUAL, on -> run(on, module, handler, stall));
    }

    private static void run(HttpServerExchange exchange, String module, HttpHandler handler, Duration stall) {
        ModuleExchange moduleExchange = new ModuleExchange(exchange, module, handler, stall);
        try {
            handler.handle(moduleExchange);
        } catch (RejectedExecutionException e) {
            if (moduleExchange.abandon()) {
                exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
                Answers.error(exchange, 503, "module '" + module + "' does not answer: " + e.getMessage());
            }
            return;
        } catch (IOException e) {
            boolean clientGone = !exchange.getConnection().isOpen();
            boolean answer = moduleExchange.abandon();
            if (clientGone) {
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
        if (!moduleExchange.finish()) {
            failed(exchange, module, true, new IllegalStateException("the handler returned without an answer"));
        }
    }

    private static void failed(HttpServerExchange exchange, String module, boolean answer, Throwable cause) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.error("module '{}' failed to answer {} {} (error id {})", module, exchange.getRequestMethod(),
                exchange.getRequestURI(), id, cause);
        if (answer) {
            Answers.error(exchange, 500,
                    "module '" + module + "' failed to answer; the manager's log says more under this id",
                    Map.of("id", id));
        }
    }
}
