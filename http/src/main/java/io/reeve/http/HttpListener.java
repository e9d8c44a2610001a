package io.reeve.http;

import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/**
 * The only HTTP listener of the process. It is bound once; its handler decides by the role that the manager has at the moment.
 *
 * <pre>
 * constructed = OPEN → LEAVING → STOPPING → STOPPED
 * </pre>
 */
public final class HttpListener implements AutoCloseable {
    /** The time that {@link #close} gives to requests under way. */
    private static final Duration STOP_TIME = Duration.ofMillis(500);

    /** The time without a request after which a client is taken to know that this listener goes. */
    private static final Duration QUIET = Duration.ofMillis(250);
    /** The time for what was accepted last to send its request, and for clients to end what was answered. */
    private static final Duration LAST = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(10);

    private static final Duration THREADS_END = Duration.ofSeconds(1);
    private static final int BUFFER_BYTES = 16 * 1024 - 20;
    private static final OptionMap SOCKETS = OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.KEEP_ALIVE, true)
            .set(Options.BACKLOG, 1000)
            .set(Options.BALANCING_TOKENS, 1)
            .set(Options.BALANCING_CONNECTIONS, 2)
            .getMap();

    private enum State {
        OPEN, LEAVING, STOPPING, STOPPED
    }

    private final HttpWorker worker;
    private final HttpOpenListener protocol;
    private final ConnectionBudget connections;
    private final AcceptingChannel<? extends StreamConnection> server;
    private final InetSocketAddress address;
    private final long maxBody;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int underWay;
    private volatile State state = State.OPEN;
    private volatile long lastRequest;
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
        this.protocol = new HttpOpenListener(new DefaultByteBufferPool(true, BUFFER_BYTES, -1, 4), options(limits));
        protocol.setRootHandler(this::handle);
        this.connections = new ConnectionBudget(limits.connections(), protocol);
        try {
            this.server = worker.worker()
                    .createStreamConnectionServer(
                            new InetSocketAddress(InetAddress.getByName(host), port),
                            ChannelListeners.openListenerAdapter(connections), SOCKETS);
            this.address = server.getLocalAddress(InetSocketAddress.class);
        } catch (IOException e) {
            worker.stop(THREADS_END);
            throw explain(host, port, e);
        }
        server.resumeAccepts();
    }

    /** The bound address. */
    public InetSocketAddress address() {
        return address;
    }

    /** Replaces the handler, from the next request on. May be called from any thread. */
    public void setHandler(HttpHandler next) {
        handler = next;
    }

    /**
     * Leaves: goes on to accept and to answer, but each answer is the last of its connection, until nothing is under way and no
     * request has come for a quarter of a second. Then accepts no more, and answers what it has accepted. Blocks for
     * {@code most} and a tenth of a second at most.
     *
     * @param awaited whether clients may have been sent here a moment ago; if not, an end of all connections suffices
     */
    public void leave(Duration most, boolean awaited) {
        if (state != State.OPEN) {
            return;
        }
        lastRequest = System.nanoTime();
        state = State.LEAVING;
        await(most, () -> (!awaited && connections.open() == 0)
                || (underWay() == 0 && System.nanoTime() - lastRequest > QUIET.toNanos()));
        IoUtils.safeClose(server);
        await(LAST, () -> connections.open() == 0);
    }

    private static void await(Duration most, BooleanSupplier done) {
        long until = System.nanoTime() + most.toNanos();
        try {
            while (!done.getAsBoolean() && System.nanoTime() - until < 0) {
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int underWay() {
        lock.lock();
        try {
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    /** Stops. Blocks until the requests under way have ended, or until {@code time} is over; then closes all connections. */
    public synchronized void stop(Duration time) {
        if (state == State.STOPPED) {
            return;
        }
        state = State.STOPPING;
        awaitIdle(time.toNanos());
        state = State.STOPPED;
        IoUtils.safeClose(server);
        protocol.closeConnections();
        worker.stop(THREADS_END);
    }

    @Override
    public void close() {
        stop(STOP_TIME);
    }

    private static OptionMap options(HttpLimits limits) {
        return OptionMap.builder()
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) limits.parse().toMillis())
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, (int) limits.idle().toMillis())
                .set(UndertowOptions.MAX_HEADER_SIZE, limits.headerBytes())
                .set(UndertowOptions.MAX_HEADERS, limits.headers())
                .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, false)
                .getMap();
    }

    private void handle(HttpServerExchange exchange) throws Exception {
        if (state != State.OPEN) {
            exchange.setPersistent(false);
            lastRequest = System.nanoTime();
        }
        connections.began(exchange);
        if (RequestHead.refuse(exchange)) {
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
        try {
            exchange.addExchangeCompleteListener((_, next) -> {
                add(-1);
                next.proceed();
            });
        } catch (IllegalStateException alreadyEnded) { // with its connection: it is not complete, but over
            add(-1);
        }
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

    private static BindException explain(String host, int port, IOException cause) {
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
