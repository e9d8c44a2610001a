package io.reeve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** The way that can be cut. */
class SilentProxyTest {
    @Test
    void whileCutNothingArrivesAndNothingEndsAndAfterItEverythingArrives() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SilentProxy proxy = new SilentProxy(server.getLocalPort());
                Socket near = new Socket(InetAddress.getLoopbackAddress(),
                        Integer.parseInt(proxy.address().split(":", 2)[1]));
                Socket far = server.accept()) {
            far.setSoTimeout(200);
            near.getOutputStream().write('a');
            assertThat(far.getInputStream().read()).isEqualTo('a');
            proxy.cut();
            near.getOutputStream().write('b');
            near.shutdownOutput();
            assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            proxy.mend();
            far.setSoTimeout(10_000);
            assertThat(far.getInputStream().read()).isEqualTo('b');
            assertThat(far.getInputStream().read()).isEqualTo(-1);
        }
    }
}
