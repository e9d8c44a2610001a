package io.reeve.http.pages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.http.testing.RawHttp;
import io.reeve.http.testing.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of unknown length on a connection that ends with it: a client can tell its end from a break. */
class BrokenPageTest {
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final TestServer server = new TestServer(exchange -> ModuleHttp.dispatch(exchange, "m", on -> {
        on.sendResponseHeaders(200, on.getRequestURI().getPath().equals("/m/long") ? 1 << 20 : 0);
        OutputStream body = on.getResponseBody();
        body.write(new byte[1 << 20]);
        body.flush();
        if (on.getRequestURI().getPath().equals("/m/broken")) {
            throw new IllegalStateException("in the middle");
        }
        body.close();
    }));

    @AfterEach
    void close() {
        server.close();
    }

    private String get(String line) {
        return RawHttp.request(server.port(), line, "Host: h");
    }

    @Test
    void aWholePageEndsWithALastChunkAndABrokenOneDoesNot() {
        assertThat(get("GET /m/page HTTP/1.1")).contains("Transfer-Encoding: chunked\r\n").endsWith(LAST_CHUNK);
        assertThat(get("GET /m/broken HTTP/1.1")).contains("Transfer-Encoding: chunked\r\n").doesNotEndWith(LAST_CHUNK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/m/page", "/m/long"})
    void aClientOfHttp10GetsAWholePage(String path) throws IOException {
        try (Socket old = RawHttp.open(server.port(), "GET " + path + " HTTP/1.0\r\nHost: h\r\n\r\n")) {
            String answer = new String(old.getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(answer).doesNotContain("Transfer-Encoding");
            assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSize(1 << 20);
        }
    }

    @Test
    void aClientOfHttp10SeesAResetWhereAPageBreaksOff() throws IOException {
        try (Socket old = RawHttp.open(server.port(), "GET /m/broken HTTP/1.0\r\nHost: h\r\n\r\n")) {
            assertThatThrownBy(() -> old.getInputStream().readAllBytes()).isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aPageOfKnownLengthIsNotChunked() {
        assertThat(get("GET /m/long HTTP/1.1")).contains("Content-Length: 1048576\r\n")
                .doesNotContain("Transfer-Encoding");
    }
}
