package io.reeve.http.endpoint;

import io.reeve.command.BadRequestException;
import io.reeve.command.CommandDispatcher;
import io.reeve.command.CommandRequest;
import io.reeve.command.CommandRequestParser;
import io.reeve.command.Outcome;
import io.reeve.http.Answers;
import io.reeve.http.Hold;
import io.reeve.http.RequestBody;
import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * The endpoint {@code POST /api/command}. It reads the request without blocking, dispatches it on a virtual thread, and
 * writes the response. Status 200 means that the request reached a command or the command parser. Every other status means
 * that nothing was executed.
 */
public final class CommandEndpoint implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CommandEndpoint.class);
    /** The largest body without a Content-Length, and the memory that is reserved for it, in bytes. */
    private static final int MAX_UNANNOUNCED = 1 << 20;
    private static final long MAX_ALL_BODIES = 128L << 20;
    private static final Duration BODY_DEADLINE = Duration.ofSeconds(10);
    private static final Pattern JSON_TYPE = Pattern
            .compile("application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

    private final CommandDispatcher dispatcher;
    private final Cors cors;
    private final Elsewhere elsewhere;
    private final Duration bodyDeadline;
    private final Hold hold;
    private final AtomicLong bodies = new AtomicLong();
    private final Executor workers;

    /** The answer to a command that belongs to another manager: {@link #redirect}, or the response to the forwarded request. */
    @FunctionalInterface
    public interface Elsewhere {
        /** Answers now or later. Called on a virtual thread, outside of a call of Undertow, after the body was read. */
        void answer(HttpServerExchange exchange, byte[] body, URI endpoint);
    }

    /**
     * Creates the endpoint.
     *
     * @param origins   the advertised URLs of the cluster's managers; only web pages from there may send commands
     * @param elsewhere answers a command that belongs to another manager
     */
    public CommandEndpoint(CommandDispatcher dispatcher, Supplier<Set<String>> origins, Elsewhere elsewhere) {
        this(dispatcher, origins, elsewhere, Hold.none());
    }

    /**
     * Creates the endpoint.
     *
     * @param origins   the advertised URLs of the cluster's managers; only web pages from there may send commands
     * @param elsewhere answers a command that belongs to another manager
     * @param hold      takes commands of which nothing was done
     */
    public CommandEndpoint(CommandDispatcher dispatcher, Supplier<Set<String>> origins, Elsewhere elsewhere,
            Hold hold) {
        this(dispatcher, origins, elsewhere, hold, BODY_DEADLINE);
    }

    /**
     * Creates the endpoint with another deadline for bodies.
     *
     * @param bodyDeadline the time in which a body must arrive, because memory is reserved for it
     */
    CommandEndpoint(CommandDispatcher dispatcher, Supplier<Set<String>> origins, Elsewhere elsewhere,
            Duration bodyDeadline) {
        this(dispatcher, origins, elsewhere, Hold.none(), bodyDeadline);
    }

    private CommandEndpoint(CommandDispatcher dispatcher, Supplier<Set<String>> origins, Elsewhere elsewhere,
            Hold hold, Duration bodyDeadline) {
        this.dispatcher = dispatcher;
        this.cors = new Cors(origin -> Origins.isOneOf(origin, origins.get()));
        this.elsewhere = elsewhere;
        this.hold = hold;
        this.bodyDeadline = bodyDeadline;
        ThreadFactory threads = Thread.ofVirtual().name("command-request-", 0).factory();
        workers = task -> threads.newThread(task).start();
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        cors.allow(exchange);
        if (cors.refuseForeign(exchange)) {
            return;
        }
        if (!exchange.getRequestMethod().equals(Methods.POST)) {
            Answers.notAllowed(exchange, Endpoint.COMMAND.methods());
        } else if (!isJson(exchange)) {
            Answers.error(exchange, StatusCodes.UNSUPPORTED_MEDIA_TYPE,
                    "send Content-Type: application/json, not compressed");
        } else {
            reserve(exchange);
        }
    }

    private static boolean isJson(HttpServerExchange exchange) {
        @Nullable
        String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        return type != null && !exchange.getRequestHeaders().contains(Headers.CONTENT_ENCODING)
                && JSON_TYPE.matcher(type).matches();
    }

    /** Reserves memory before reading, so that the total size of all bodies is bounded. */
    private void reserve(HttpServerExchange exchange) throws Exception {
        long length = exchange.getRequestContentLength();
        if (length > CommandRequestParser.MAX_BODY) {
            tooLarge(exchange, CommandRequestParser.MAX_BODY);
            return;
        }
        long reserved = length >= 0 ? length : MAX_UNANNOUNCED;
        if (bodies.addAndGet(reserved) > MAX_ALL_BODIES) {
            bodies.addAndGet(-reserved);
            notNow(exchange, "too many large requests at once", Duration.ofSeconds(1));
            return;
        }
        exchange.addExchangeCompleteListener((done, next) -> {
            bodies.addAndGet(-reserved);
            next.proceed();
        });
        receive(exchange);
    }

    private void receive(HttpServerExchange exchange) {
        RequestBody.prepare(exchange);
        int limit = exchange.getRequestContentLength() >= 0 ? CommandRequestParser.MAX_BODY : MAX_UNANNOUNCED;
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(limit);
        AtomicBoolean over = new AtomicBoolean();
        XnioExecutor.Key timer = exchange.getIoThread()
                .executeAfter(() -> late(exchange, over), bodyDeadline.toMillis(), TimeUnit.MILLISECONDS);
        receiver.receiveFullBytes((ex, body) -> {
            timer.remove();
            if (over.compareAndSet(false, true)) {
                hold.begin(ex);
                dispatchBeside(ex, body);
            }
        }, (ex, error) -> {
            timer.remove();
            if (!over.compareAndSet(false, true)) {
                LOG.debug("a late request from {} broke off", ex.getSourceAddress(), error);
            } else if (error instanceof Receiver.RequestToLargeException) {
                tooLarge(ex, limit);
            } else {
                brokenOff(ex, error);
            }
        });
    }

    private void late(HttpServerExchange exchange, AtomicBoolean over) {
        if (over.compareAndSet(false, true)) {
            exchange.setPersistent(false);
            Answers.error(exchange, StatusCodes.REQUEST_TIME_OUT,
                    "the body did not come within " + bodyDeadline.toMillis() + " ms");
        }
    }

    private static void brokenOff(HttpServerExchange exchange, IOException error) {
        LOG.debug("a request from {} broke off", exchange.getSourceAddress(), error);
        exchange.setPersistent(false);
        Answers.error(exchange, StatusCodes.BAD_REQUEST, "the body broke off");
    }

    /** Dispatches outside of a call of Undertow: another thread may answer before the dispatcher returns. */
    private void dispatchBeside(HttpServerExchange exchange, byte[] body) {
        exchange.dispatch(workers, () -> dispatch(exchange, body));
    }

    private void dispatch(HttpServerExchange exchange, byte[] body) {
        orFail(exchange, () -> {
            try {
                CommandRequest request = CommandRequestParser.parse(body);
                dispatcher.dispatch(request, from(exchange),
                        outcome -> orFail(exchange, () -> answer(exchange, body, outcome)));
            } catch (BadRequestException e) {
                Answers.error(exchange, StatusCodes.BAD_REQUEST, e.reason());
            }
        });
    }

    private void answer(HttpServerExchange exchange, byte[] body, Outcome outcome) {
        switch (outcome) {
            case Outcome.Answered answered -> {
                byte[] json = answered.reply().toJson();
                onIoThread(exchange, () -> Answers.send(exchange, StatusCodes.OK, "application/json", json));
            }
            case Outcome.NotNow later ->
                onIoThread(exchange, () -> later(exchange, body, later));
            case Outcome.WrongId wrong ->
                onIoThread(exchange, () -> Answers.error(exchange, StatusCodes.BAD_REQUEST, wrong.reason()));
            case Outcome.Redirect there -> elsewhere.answer(exchange, body, there.endpoint());
        }
    }

    /**
     * Answers on the thread that reads the connection. On another thread it would race with the client's next request, for
     * which that thread spins until the exchange has ended.
     */
    private static void onIoThread(HttpServerExchange exchange, Runnable answer) {
        exchange.getIoThread().execute(() -> orFail(exchange, answer));
    }

    private static void orFail(HttpServerExchange exchange, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) { // somebody waits for an answer
            LOG.error("the command endpoint failed", e);
            if (exchange.isResponseStarted()) {
                IoUtils.safeClose(exchange.getConnection());
            } else {
                Answers.error(exchange, StatusCodes.INTERNAL_SERVER_ERROR,
                        "the manager failed; whether the command ran is unknown: see its log");
            }
        }
    }

    /** Takes a command of which nothing was done back into the hold, or refuses it. */
    private void later(HttpServerExchange exchange, byte[] body, Outcome.NotNow why) {
        HttpHandler next = on -> dispatchBeside(on, body);
        boolean taken = why.over()
                ? hold.awaitChange(exchange, Hold.Kind.COMMAND, body.length, next)
                : hold.again(exchange, Hold.Kind.COMMAND, body.length, next);
        if (!taken) {
            notNow(exchange, why.reason(), why.retryAfter());
        }
    }

    private static String from(HttpServerExchange exchange) {
        InetSocketAddress peer = exchange.getSourceAddress();
        return peer.getAddress() == null ? "?" : peer.getAddress().getHostAddress() + ":" + peer.getPort();
    }

    /** Answers 307, so that the client repeats its request at {@code endpoint}. */
    public static void redirect(HttpServerExchange exchange, byte[] body, URI endpoint) {
        String location = endpoint.toString();
        exchange.getResponseHeaders().put(Headers.LOCATION, location);
        Answers.error(exchange, StatusCodes.TEMPORARY_REDIRECT, "send it to " + location);
    }

    private static void notNow(HttpServerExchange exchange, String reason, Duration retryAfter) {
        long seconds = Math.max(1, (retryAfter.toMillis() + 999) / 1000);
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, Long.toString(seconds));
        Answers.error(exchange, StatusCodes.SERVICE_UNAVAILABLE, reason);
    }

    private static void tooLarge(HttpServerExchange exchange, int limit) {
        exchange.setPersistent(false);
        Answers.error(exchange, StatusCodes.REQUEST_ENTITY_TOO_LARGE, "the body is larger than " + limit + " bytes"
                + (limit < CommandRequestParser.MAX_BODY ? ", which is the limit without Content-Length" : ""));
    }
}
