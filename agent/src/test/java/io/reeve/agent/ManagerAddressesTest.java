package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagerAddressesTest {
    private HttpServer server;
    private volatile String map = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/api/mgr", exchange -> {
            byte[] body = map.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Test
    void asksTheNextUrlWhenOneIsDead() throws Exception {
        map = "{\"active\": {\"report\": \"10.0.0.1:6800\"}, \"standbys\": [{\"report\": \"10.0.0.2:6800\"}]}";
        assertThat(new ManagerAddresses(List.of(URI.create("http://127.0.0.1:1/"), url())).find()).containsExactly(
                "10.0.0.1:6800", "10.0.0.2:6800");
    }

    @Test
    void saysWhatEachOneDid() {
        map = "{\"active\": null, \"standbys\": []}";
        assertThatThrownBy(() -> new ManagerAddresses(List.of(URI.create("http://127.0.0.1:1/"), url())).find())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("http://127.0.0.1:1/: ")
                .hasMessageContaining(url() + " knows no manager yet");
    }
}
