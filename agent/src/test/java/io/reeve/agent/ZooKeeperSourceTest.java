package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ZooKeeperSourceTest {
    private final ServerSocket server = open();

    private static ServerSocket open() {
        try {
            return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private ZooKeeperSource answering(String text) {
        Thread.ofPlatform().daemon().start(() -> {
            try (Socket client = server.accept()) {
                client.getInputStream().readNBytes(4);
                client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                // The test is over.
            }
        });
        return new ZooKeeperSource(new HostPort("127.0.0.1", server.getLocalPort()));
    }

    @Test
    void tellsItsRoleAndNumbers() throws IOException {
        Reading reading = answering("""
                zk_version\t3.9.5-abc
                zk_server_state\tleader
                zk_avg_latency\t0.75
                zk_znode_count\t12
                zk_something_new\tx
                """).read();

        assertThat(reading.status()).containsEntry("state", "leader");
        assertThat(reading.metadata()).containsEntry("version", "3.9.5-abc");
        assertThat(reading.values()).extracting(Reading.Value::path, Reading.Value::value)
                .containsExactly(tuple("zookeeper.avg_latency", 1L),
                        tuple("zookeeper.znode_count", 12L));
    }

    @Test
    void aServerThatRefusesTheWordIsNamed() {
        assertThatThrownBy(() -> answering("mntr is not executed because it is not in the whitelist.\n").read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mon.127.0.0.1:" + server.getLocalPort())
                .hasMessageContaining("4lw.commands.whitelist");
    }

    @Test
    void aServerThatIsGoneIsNamed() throws IOException {
        server.close();
        assertThatThrownBy(() -> new ZooKeeperSource(new HostPort("127.0.0.1", server.getLocalPort())).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no answer to mntr");
    }
}
