package io.reeve.http.pages;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The body of a module's response. One thread at a time writes it; it ends with the exchange.
 *
 * <pre>
 * NEW → OPEN → CLOSED     headers sent with a body; body ended
 * NEW → CLOSED            headers sent without one
 * any → OVER              taken away from the module
 * </pre>
 */
final class ModuleResponseStream extends OutputStream {
    private enum State {
        NEW, OPEN, CLOSED, OVER
    }

    private static final long ANY_LENGTH = -1;

    private final HttpServerExchange exchange;
    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile State state = State.NEW;
    private volatile boolean complete;
    private volatile int status = -1;
    private long remaining = ANY_LENGTH;
    private boolean discard;

    ModuleResponseStream(HttpServerExchange exchange, OutputStream out) {
        this.exchange = exchange;
        this.out = out;
    }

    int status() {
        return status;
    }

    /** Whether the client has received, or will receive, the whole response. */
    boolean complete() {
        return complete;
    }

    /** Sends status and headers; {@code length} as in {@link com.sun.net.httpserver.HttpExchange#sendResponseHeaders}. */
    void begin(int code, long length, Runnable copyHeaders) throws IOException {
        lock.lock();
        try {
            if (state != State.NEW) {
                throw new IOException(state == State.OVER ? "the exchange is over" : "headers already sent");
            }
            copyHeaders.run();
            exchange.setStatusCode(code);
            status = code;
            boolean bodyless = code == 204 || code == 304;
            boolean head = exchange.getRequestMethod().equals(Methods.HEAD);
            discard = bodyless || head;
            state = State.OPEN;
            if (length > 0) {
                remaining = length;
            }
            if (length > 0 && !bodyless) {
                exchange.setResponseContentLength(length);
            } else if (length < 0 && !discard) {
                exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, "0");
            }
            if (length < 0) {
                closeOpen();
            } else if (length == 0 && !discard) {
                out.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            checkOpen();
            if (remaining != ANY_LENGTH) {
                if (length > remaining) {
                    throw new IOException("too many bytes: " + length + " more, but only " + remaining
                            + " left of the length given to sendResponseHeaders");
                }
                remaining -= length;
            }
            if (!discard) {
                out.write(bytes, offset, length);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void flush() throws IOException {
        lock.lock();
        try {
            checkOpen();
            if (!discard) {
                out.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (state != State.OPEN) {
                return;
            }
            if (remaining > 0 && !discard) {
                state = State.CLOSED;
                throw new IOException("too few bytes: " + remaining
                        + " are missing of the length given to sendResponseHeaders");
            }
            closeOpen();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the stream away from the module. Returns false if a thread is inside it. */
    boolean end() {
        if (!lock.tryLock()) {
            state = State.OVER;
            return false;
        }
        try {
            state = State.OVER;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void closeOpen() throws IOException {
        state = State.CLOSED;
        out.close();
        complete = true;
    }

    private void checkOpen() throws IOException {
        switch (state) {
            case NEW -> throw new IOException("call sendResponseHeaders before writing the body");
            case CLOSED -> throw new IOException("the response's body is closed");
            case OVER -> throw new IOException("the exchange is over");
            case OPEN -> {
            }
        }
    }
}
