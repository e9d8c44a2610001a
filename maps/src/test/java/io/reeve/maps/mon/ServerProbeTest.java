package io.reeve.maps.mon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.election.ZooKeeperAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ServerProbeTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private static ServerProbe plain() throws IOException {
        return new ServerProbe(LIMIT, ZooKeeperAccess.of("")::connect);
    }

    @Test
    void aServerThatTakesConnectionsAndSaysNothingIsDown() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var member = new EnsembleConfig.Member("1", "127.0.0.1", silent.getLocalPort(), true);
            assertThat(plain().ask(member)).isEqualTo(ServerProbe.Answer.DOWN);
        }
    }

    @Test
    void aServerThatTakesConnectionsAndAllowsNoWordIsUp() throws Exception {
        try (ServerSocket closing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> {
                try {
                    closing.accept().close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            var member = new EnsembleConfig.Member("1", "127.0.0.1", closing.getLocalPort(), true);
            assertThat(new ServerProbe(Duration.ofSeconds(30), ZooKeeperAccess.of("")::connect).ask(member).mode())
                    .isEqualTo(MonMap.Mode.FOLLOWER);
            server.join();
        }
    }

    @Test
    void aServerThatTakesNoConnectionIsDown() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        var member = new EnsembleConfig.Member("1", "127.0.0.1", port, true);
        assertThat(plain().ask(member)).isEqualTo(ServerProbe.Answer.DOWN);
    }

    @Test
    void aServerAtAPortThatIsNoneIsDown() throws IOException {
        var member = new EnsembleConfig.Member("1", "127.0.0.1", 70_000, true);
        assertThat(plain().ask(member)).isEqualTo(ServerProbe.Answer.DOWN);
    }

    @Test
    void aServerWithWhichNoHandshakeSucceedsIsDown() {
        var member = new EnsembleConfig.Member("1", "127.0.0.1", 1, true);
        assertThat(new ServerProbe(LIMIT, (_, _, _) -> {
            throw new SSLHandshakeException("its certificate is not trusted");
        }).ask(member)).isEqualTo(ServerProbe.Answer.DOWN);
    }
}
