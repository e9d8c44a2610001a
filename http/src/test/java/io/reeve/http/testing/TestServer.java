package io.reeve.http.testing;

import io.reeve.http.HttpLimits;
import io.reeve.http.HttpListener;
import io.undertow.server.HttpHandler;
import java.net.BindException;
import java.time.Duration;

/** The manager's listener on a free port. */
public final class TestServer implements AutoCloseable {
    private final HttpListener listener;

    public TestServer(HttpHandler handler) {
        this(handler, HttpLimits.defaults());
    }

    /** A server with this limit for bodies. */
    public TestServer(HttpHandler handler, long maxBody) {
        this(handler, HttpLimits.defaults().withMaxBody(maxBody));
    }

    private TestServer(HttpHandler handler, HttpLimits limits) {
        try {
            listener = new HttpListener("127.0.0.1", 0, limits, handler);
        } catch (BindException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return listener.address().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    /** Stops at once. */
    @Override
    public void close() {
        listener.stop(Duration.ZERO);
    }
}
