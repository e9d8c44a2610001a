package io.reeve.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.http.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionBudgetTest {
    private static final int MOST = 1000;

    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private HttpListener listener;
    private int port;

    @BeforeEach
    void open() throws IOException {
        HttpLimits limits = new HttpLimits(Duration.ofSeconds(60), Duration.ofSeconds(60), 4096, 20, MOST, 2);
        listener = new HttpListener("127.0.0.1", 0, limits, exchange -> {
            if (exchange.getRequestURI().equals("/waits")) {
                exchange.dispatch(Workers.VIRTUAL, on -> {
                    go.await();
                    Answers.json(on, 200, Map.of("waited", true));
                });
            } else {
                Answers.json(exchange, 200, Map.of());
            }
        });
        port = listener.address().getPort();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        listener.close();
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String path) throws IOException {
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(US_ASCII));
    }

    private static boolean isOpen(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (java.net.SocketTimeoutException nothing) {
            return true;
        } catch (IOException reset) {
            return false;
        }
    }

    private static List<Integer> closed(List<Socket> sockets) throws IOException {
        List<Integer> closed = new ArrayList<>();
        for (int i = 1; i < sockets.size(); i++) { // the first one has an answer to read
            if (!isOpen(sockets.get(i))) {
                closed.add(i);
            }
        }
        return closed;
    }

    @Test
    void healthIsAnsweredWhileOneClientHoldsMoreConnectionsThanThereAre() throws IOException {
        for (int i = 0; i < 3 * MOST; i++) {
            connect("127.0.0.2");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(RawClient.ask(port, "GET /health/ready HTTP/1.1", "Host: h").status()).isEqualTo(200);
        }
    }

    @Test
    void idlestConnectionOfTheClientWithMostIsClosedAndNobodyElses() throws IOException {
        Socket other = connect("127.0.0.3");
        Socket busy = connect("127.0.0.2");
        send(busy, "/waits");
        List<Socket> many = new ArrayList<>();
        for (int i = 0; i < MOST - 2; i++) {
            many.add(connect("127.0.0.2"));
        }
        send(many.getFirst(), "/"); // not the idlest any more
        await().until(() -> many.getFirst().getInputStream().available() > 0);
        assertThat(closed(many)).as("while there is room a client may have as many as it likes").isEmpty();

        connect("127.0.0.3");

        await().until(() -> !closed(many).isEmpty());
        // two threads take connections, so the order of neighbours is not told
        assertThat(closed(many)).hasSize(1).allMatch(i -> i > 0 && i < 20);
        assertThat(isOpen(other)).isTrue();
        go.countDown();
        await().until(() -> busy.getInputStream().available() > 0);
    }

    @Test
    void closedConnectionsDoNotCount() throws IOException {
        for (int i = 0; i < MOST; i++) {
            connect("127.0.0.2").close();
        }
        List<Socket> half = new ArrayList<>();
        for (int i = 0; i < MOST / 2; i++) {
            half.add(connect("127.0.0.2"));
        }
        assertThat(RawClient.ask(port, "GET / HTTP/1.1", "Host: h").status()).isEqualTo(200);
        assertThat(half).allMatch(socket -> {
            try {
                return isOpen(socket);
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void largestClientIsCutEvenIfAllItsConnectionsAreBusy() throws IOException {
        for (int i = 0; i < MOST; i++) {
            send(connect("127.0.0.2"), "/waits");
        }
        assertThat(RawClient.ask(port, "GET /health/ready HTTP/1.1", "Host: h").status()).isEqualTo(200);
        await().until(() -> sockets.stream().filter(socket -> {
            try {
                return !isOpen(socket);
            } catch (IOException e) {
                return true;
            }
        }).count() == 1);
    }
}
