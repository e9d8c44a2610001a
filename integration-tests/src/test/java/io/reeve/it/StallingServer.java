package io.reeve.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server that keeps its clients waiting. */
final class StallingServer implements AutoCloseable {
    /** Where it stops. */
    enum Stall {
        /** Before it accepts the connection. */
        CONNECTION,
        /** Before its answer. */
        ANSWER,
        /** Within the body of its answer. */
        BODY
    }

    private static final String FIRST_BYTES = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<project>";
    private static final int FILLERS = 8;

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final Stall stall;

    StallingServer(Stall stall) throws IOException {
        this.stall = stall;
        switch (stall) {
            case CONNECTION -> fillBacklog();
            case ANSWER, BODY -> Thread.ofPlatform().daemon().name("stalling-server").start(this::acceptAll);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The number of connections it has accepted. */
    int requests() {
        return requests.get();
    }

    /** Further connections are not even refused. */
    private void fillBacklog() throws IOException {
        for (int i = 0; i < FILLERS; i++) {
            Socket filler = new Socket();
            sockets.add(filler);
            try {
                filler.connect(server.getLocalSocketAddress(), 100);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new IOException("the backlog of " + server + " never became full");
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                requests.incrementAndGet();
                if (stall == Stall.BODY) {
                    socket.getOutputStream().write(FIRST_BYTES.getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
