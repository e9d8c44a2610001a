package io.reeve.cli.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server of which a test scripts each byte: what it does with a connection, after it has read the request or before. */
public final class RawServer implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** What the server does with one connection; it is closed afterwards. */
    @FunctionalInterface
    public interface Behaviour {
        void accept(RawServer server, Socket connection) throws IOException, InterruptedException;
    }

    public RawServer(Behaviour behaviour) {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("raw-server").start(() -> listen(behaviour));
    }

    /** A server that reads each request and answers with these bytes. */
    public static RawServer answering(String answer) {
        return new RawServer((server, connection) -> {
            server.readRequest(connection);
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    private void listen(Behaviour behaviour) {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                Thread.ofPlatform().daemon().name("raw-connection").start(() -> serve(behaviour, connection));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Behaviour behaviour, Socket connection) {
        try (connection) {
            behaviour.accept(this, connection);
        } catch (IOException _) {
            // The client has gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads a request with its body and remembers it. */
    public void readRequest(Socket connection) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(),
                StandardCharsets.ISO_8859_1));
        StringBuilder request = new StringBuilder();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            request.append(line).append('\n');
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        char[] body = new char[length];
        for (int read = 0; read < length; read++) {
            body[read] = (char) in.read();
        }
        requests.add(request.append('\n').append(body).toString());
    }

    /** The requests that were read, whole. */
    public List<String> requests() {
        return requests;
    }

    /** The number of connections that were accepted. */
    public int connections() {
        return connections.size();
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/x";
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
