package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.reeve.report.protocol.HostPort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private ZooKeeperSource answering(String mntr, String srvr) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    try (Socket client = server.accept()) {
                        String word = new String(client.getInputStream().readNBytes(4), StandardCharsets.UTF_8);
                        String answer = word.equals("mntr") ? mntr : word.equals("srvr") ? srvr : "";
                        client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    }
                }
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
                """, "").read();

        assertThat(reading.status()).isEqualTo(Map.of("state", "leader"));
        assertThat(reading.metadata()).containsEntry("version", "3.9.5-abc");
        assertThat(reading.values()).extracting(Reading.Value::path, Reading.Value::value)
                .containsExactly(tuple("zookeeper.avg_latency", 1L),
                        tuple("zookeeper.znode_count", 12L));
    }

    @Test
    void aRealServerThatAllowsOnlyTheDefaultTellsLess(@TempDir File folder) throws Exception {
        ServerCnxnFactory zooKeeper = ServerCnxnFactory
                .createFactory(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        try {
            zooKeeper.startup(new ZooKeeperServer(folder, folder, 2_000));
            Reading reading = new ZooKeeperSource(new HostPort("127.0.0.1", zooKeeper.getLocalPort())).read();

            assertThat(reading.status()).isEqualTo(Map.of("state", "standalone", "incomplete",
                    "mntr is not in the server's 4lw.commands.whitelist"));
            assertThat(reading.metadata().get("version")).startsWith("3.9.");
            assertThat(reading.values()).extracting(Reading.Value::path)
                    .containsExactly("zookeeper.avg_latency", "zookeeper.max_latency", "zookeeper.packets_received",
                            "zookeeper.packets_sent", "zookeeper.num_alive_connections",
                            "zookeeper.outstanding_requests", "zookeeper.znode_count");
            assertThat(reading.values()).filteredOn(value -> value.path().equals("zookeeper.znode_count"))
                    .allMatch(value -> value.value() >= 5);
        } finally {
            zooKeeper.shutdown();
        }
    }

    @Test
    void aServerThatRefusesBothWordsIsNamed() {
        String refused = " is not executed because it is not in the whitelist.\n";
        assertThatThrownBy(() -> answering("mntr" + refused, "srvr" + refused).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mon.127.0.0.1:" + server.getLocalPort())
                .hasMessageContaining("'srvr is not executed")
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
