package io.reeve.http.testing;

import io.reeve.http.BodyLimit;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import java.net.InetSocketAddress;

/** An Undertow on a free port. */
public final class TestServer implements AutoCloseable {
    private final Undertow undertow;
    private final int port;

    public TestServer(HttpHandler handler) {
        this(handler, 1L << 30);
    }

    /** A server with this limit for bodies. */
    public TestServer(HttpHandler handler, long maxBody) {
        undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(2)
                .setWorkerThreads(1)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, BodyLimit.UNDERTOWS)
                .setHandler(exchange -> {
                    BodyLimit.set(exchange, maxBody);
                    handler.handleRequest(exchange);
                })
                .build();
        undertow.start();
        port = ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    @Override
    public void close() {
        undertow.stop();
    }
}
