package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.election.testing.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** The way that can be cut. */
class TcpProxyTest {
    @Test
    void whileSilentNothingArrivesAndNothingEndsAndAfterItEverythingArrives() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TcpProxy proxy = new TcpProxy(server.getLocalPort());
                Socket near = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket far = server.accept()) {
            far.setSoTimeout(60_000);
            near.getOutputStream().write('a');
            assertThat(far.getInputStream().read()).isEqualTo('a');
            far.setSoTimeout(200);
            proxy.silence();
            near.getOutputStream().write('b');
            near.shutdownOutput();
            assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            proxy.mend();
            far.setSoTimeout(60_000);
            assertThat(far.getInputStream().read()).isEqualTo('b');
            assertThat(far.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void droppingEndsEveryConnectionAndNewOnesUntilMended() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                TcpProxy proxy = new TcpProxy(server.getLocalPort())) {
            try (Socket near = new Socket(InetAddress.getLoopbackAddress(), proxy.port()); Socket _ = server.accept()) {
                near.setSoTimeout(60_000);
                proxy.drop();
                assertEnded(near);
            }
            try (Socket near = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
                near.setSoTimeout(60_000);
                assertEnded(near);
            }
            proxy.mend();
            try (Socket near = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                    Socket far = server.accept()) {
                near.getOutputStream().write('a');
                assertThat(far.getInputStream().read()).isEqualTo('a');
            }
        }
    }

    /** A connection ends with an end of stream, or with a reset when bytes were under way. */
    private static void assertEnded(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}
