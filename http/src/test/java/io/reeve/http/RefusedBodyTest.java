package io.reeve.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.http.pages.ModuleHttp;
import io.reeve.http.testing.TestServer;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refused bodies: the answer arrives, even at a client that reads only when it has sent all. */
class RefusedBodyTest {
    private static final int SIZE = 24 << 20;
    private static final int REPEATS = 15;

    private final Map<String, HttpHandler> refusals = Map.of(
            "/at-once", exchange -> Answers.error(exchange, 413, "no body is taken"),
            "/after-some", exchange -> RequestBody.read(exchange, 100, _ -> Answers.error(exchange, 413, "too much")),
            "/in-the-midst", exchange -> {
                exchange.getRequestReceiver().setMaxBufferSize(3 << 20);
                exchange.getRequestReceiver()
                        .receiveFullBytes((on, _) -> Answers.error(on, 200, "all"),
                                (on, _) -> {
                                    on.setPersistent(false);
                                    Answers.error(on, 413, "more than 3 MiB");
                                });
            },
            "/redirect",
            exchange -> RequestBody.read(exchange, 0, _ -> Answers.redirect(exchange, "http://b.example/")),
            "/module", exchange -> ModuleHttp.dispatch(exchange, "hello", on -> on.sendResponseHeaders(413, -1)));
    private final TestServer server = new TestServer(
            exchange -> Objects.requireNonNull(refusals.get(exchange.getRequestURI())).handleRequest(exchange));

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/at-once,413,length", "/at-once,413,chunked", "/after-some,413,length", "/after-some,413,chunked",
            "/in-the-midst,413,length", "/in-the-midst,413,chunked", "/redirect,307,length", "/redirect,307,chunked",
            "/module,413,length", "/module,413,chunked"})
    void answerArrivesAtAClientThatSendsAllBeforeItReads(String path, int status, String framing) throws IOException {
        for (int i = 0; i < REPEATS; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(60_000);
                send(socket.getOutputStream(), path, framing.equals("chunked"), i % 3 == 0);
                assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1)).as("attempt " + i)
                        .isEqualTo("HTTP/1.1 " + status);
            }
        }
    }

    private static void send(OutputStream out, String path, boolean chunked, boolean slow) throws IOException {
        out.write(("POST " + path + " HTTP/1.1\r\nHost: h\r\n"
                + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + SIZE) + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        byte[] part = new byte[64 << 10];
        for (int sent = 0; sent < SIZE; sent += part.length) {
            if (chunked) {
                out.write((Integer.toHexString(part.length) + "\r\n").getBytes(ISO_8859_1));
            }
            out.write(part);
            if (chunked) {
                out.write("\r\n".getBytes(ISO_8859_1));
            }
            if (slow) {
                LockSupport.parkNanos(500_000);
            }
        }
        out.write((chunked ? "0\r\n\r\n" : "").getBytes(ISO_8859_1));
    }
}
