package io.reeve.http;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.xnio.Options;

/**
 * The only HTTP listener of the process. It is bound once; its handler decides by the role that the manager has at the moment.
 *
 * <pre>
 * constructed = OPEN → STOPPING → STOPPED
 * </pre>
 */
public final class HttpListener implements AutoCloseable {
    /** The time that {@link #close} gives to requests under way. */
    private static final Duration STOP_TIME = Duration.ofMillis(500);

    /** The time that the threads get to end. */
    private static final int THREADS_END_MILLIS = 1000;

    private enum State {
        OPEN, STOPPING, STOPPED
    }

    private final HttpWorker worker;
    private final Undertow undertow;
    private final InetSocketAddress address;
    private final long maxBody;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int underWay;
    private volatile State state = State.OPEN;
    private volatile HttpHandler handler;

    /**
     * Binds the address and starts to answer with this handler.
     *
     * @param port 0 for any free port
     * @throws BindException if the address cannot be bound, with the fix in its message
     */
    public HttpListener(String host, int port, HttpLimits limits, HttpHandler first) throws BindException {
        this.handler = first;
        this.maxBody = limits.maxBody();
        this.worker = new HttpWorker(limits.ioThreads());
        this.undertow = build(host, port, limits);
        try {
            undertow.start();
        } catch (RuntimeException e) {
            stopServer();
            throw explain(host, port, e);
        }
        this.address = (InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress();
    }

    /** The bound address. */
    public InetSocketAddress address() {
        return address;
    }

    /** Replaces the handler, from the next request on. May be called from any thread. */
    public void setHandler(HttpHandler next) {
        handler = next;
    }

    /** Stops. Blocks until the requests under way have ended, or until {@code time} is over; then closes all connections. */
    public synchronized void stop(Duration time) {
        if (state == State.STOPPED) {
            return;
        }
        state = State.STOPPING;
        awaitIdle(time.toNanos());
        state = State.STOPPED;
        stopServer();
    }

    private void stopServer() {
        undertow.stop();
        worker.stop(THREADS_END_MILLIS);
    }

    @Override
    public void close() {
        stop(STOP_TIME);
    }

    private Undertow build(String host, int port, HttpLimits limits) {
        return Undertow.builder()
                .addHttpListener(port, host)
                .setWorker(worker.worker())
                .setSocketOption(Options.KEEP_ALIVE, true)
                .setSocketOption(Options.CONNECTION_HIGH_WATER, limits.connections())
                .setSocketOption(Options.CONNECTION_LOW_WATER, limits.connections() * 9 / 10)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) limits.parse().toMillis())
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, (int) limits.idle().toMillis())
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, limits.headerBytes())
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, BodyLimit.UNDERTOWS)
                .setServerOption(UndertowOptions.MAX_HEADERS, limits.headers())
                .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, false)
                .setHandler(this::handle)
                .build();
    }

    private void handle(HttpServerExchange exchange) throws Exception {
        if (state != State.OPEN) {
            exchange.setPersistent(false);
        }
        if (RequestTarget.refuse(exchange)) {
            return;
        }
        BodyLimit.set(exchange, maxBody);
        handler.handleRequest(exchange);
        if (!exchange.isComplete()) {
            count(exchange);
        }
    }

    /** Counts a request until it ends. Only those that do not end at once get here, so a redirect costs nothing. */
    private void count(HttpServerExchange exchange) {
        add(1);
        exchange.addExchangeCompleteListener((_, next) -> {
            add(-1);
            next.proceed();
        });
    }

    private void add(int change) {
        lock.lock();
        try {
            underWay += change;
            if (underWay == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitIdle(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (underWay > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private static BindException explain(String host, int port, RuntimeException cause) {
        String why = "the address cannot be used";
        String fix = "give another with --http HOST:PORT";
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof BindException bind) {
                why = String.valueOf(bind.getMessage());
                fix = why.contains("in use") ? "stop what listens there ('ss -ltnp' names it), or " + fix : fix;
            } else if (t instanceof UnknownHostException) {
                why = "unknown host";
            }
        }
        BindException explained = new BindException(
                "cannot listen for HTTP on " + host + ":" + port + ": " + why + "; " + fix);
        explained.initCause(cause);
        return explained;
    }
}
