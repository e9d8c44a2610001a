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
 * The one HTTP listener of the process. It is bound once; a change of role swaps its handler.
 *
 * <pre>
 * constructed = OPEN → STOPPING → STOPPED
 * </pre>
 */
public final class HttpListener implements AutoCloseable {
    /** Whoever is slower, or never ends, must not hold up the process. */
    private static final Duration STOP_TIME = Duration.ofMillis(500);

    private enum State {
        OPEN, STOPPING, STOPPED
    }

    private final Undertow undertow;
    private final InetSocketAddress address;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int underWay;
    private volatile State state = State.OPEN;
    private volatile HttpHandler handler;

    /**
     * Binds, and answers with the handler from now on.
     *
     * @param port 0 for a free one
     * @throws BindException if the address cannot be had, saying what to do
     */
    public HttpListener(String host, int port, HttpLimits limits, HttpHandler first) throws BindException {
        this.handler = first;
        this.undertow = build(host, port, limits);
        try {
            undertow.start();
        } catch (RuntimeException e) {
            undertow.stop();
            throw explain(host, port, e);
        }
        this.address = (InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Answers with another handler from the next request on. Any thread. */
    public void setHandler(HttpHandler next) {
        handler = next;
    }

    /** Stops: requests under way have the time to end, connections are closed after their answer. Blocks as long. */
    public synchronized void stop(Duration time) {
        if (state == State.STOPPED) {
            return;
        }
        state = State.STOPPING;
        awaitIdle(time.toNanos());
        state = State.STOPPED;
        undertow.stop();
    }

    @Override
    public void close() {
        stop(STOP_TIME);
    }

    private Undertow build(String host, int port, HttpLimits limits) {
        return Undertow.builder()
                .addHttpListener(port, host)
                .setIoThreads(limits.ioThreads())
                // nothing of ours runs on Undertow's workers: what blocks runs on virtual threads or the module's own
                .setWorkerThreads(1)
                .setWorkerOption(Options.WORKER_NAME, "http")
                .setWorkerOption(Options.THREAD_DAEMON, true)
                .setSocketOption(Options.KEEP_ALIVE, true)
                .setSocketOption(Options.CONNECTION_HIGH_WATER, limits.connections())
                .setSocketOption(Options.CONNECTION_LOW_WATER, limits.connections() * 9 / 10)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) limits.parse().toMillis())
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, (int) limits.idle().toMillis())
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, limits.headerBytes())
                .setServerOption(UndertowOptions.MAX_HEADERS, limits.headers())
                .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, false)
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 1000)
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
        handler.handleRequest(exchange);
        if (!exchange.isComplete()) {
            count(exchange);
        }
    }

    /** Only what does not end at once is counted: a redirect costs nothing here. */
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
