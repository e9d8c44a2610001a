package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.report.protocol.HostPort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.util.Map;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;

class JmxSourceTest {
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void tellsOfTheJvm() throws IOException {
        System.setProperty("java.rmi.server.hostname", "127.0.0.1");
        int port = freePort();
        Registry registry = LocateRegistry.createRegistry(port);
        JMXConnectorServer server = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"), Map.of(),
                ManagementFactory.getPlatformMBeanServer());
        server.start();
        try {
            Reading reading = new JmxSource("app", "shop", new HostPort("127.0.0.1", port)).read();
            assertThat(reading.values()).extracting(Reading.Value::path)
                    .contains("jvm.heap_used", "jvm.gc_count", "jvm.threads", "jvm.cpu_time", "jvm.uptime");
            assertThat(reading.metadata()).containsEntry("pid", Long.toString(ProcessHandle.current().pid()));
        } finally {
            server.stop();
            UnicastRemoteObject.unexportObject(registry, true);
        }
    }

    @Test
    void aJvmThatIsGoneIsNamed() throws IOException {
        int port = freePort();
        assertThatThrownBy(() -> new JmxSource("app", "shop", new HostPort("127.0.0.1", port)).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("app.shop: no JVM answers over JMX at 127.0.0.1:" + port);
    }
}
