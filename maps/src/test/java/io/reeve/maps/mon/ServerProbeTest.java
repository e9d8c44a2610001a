package io.reeve.maps.mon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerProbeTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @Test
    void aServerThatTakesConnectionsAndSaysNothingIsUpWhereClientsUseTlsAndElseDown() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var member = new EnsembleConfig.Member("1", "127.0.0.1", silent.getLocalPort(), true);
            assertThat(new ServerProbe(LIMIT, true).ask(member).mode()).isEqualTo(MonMap.Mode.FOLLOWER);
            assertThat(new ServerProbe(LIMIT, false).ask(member)).isEqualTo(ServerProbe.Answer.DOWN);
        }
    }

    @Test
    void aServerThatTakesNoConnectionIsDownEitherWay() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        var member = new EnsembleConfig.Member("1", "127.0.0.1", port, true);
        assertThat(new ServerProbe(LIMIT, true).ask(member)).isEqualTo(ServerProbe.Answer.DOWN);
    }
}
