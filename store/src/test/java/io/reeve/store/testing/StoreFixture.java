package io.reeve.store.testing;

import io.reeve.election.ClusterPaths;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;

/** A ZooKeeper server and clients of it. */
public final class StoreFixture {
    public final TestingServer server;
    public final ClusterPaths paths = new ClusterPaths("test");
    private final List<AutoCloseable> closeables = new ArrayList<>();

    public StoreFixture() throws Exception {
        server = new TestingServer(InstanceSpec.newInstanceSpec(), true);
    }

    /** A new session. */
    public CuratorFramework client() throws InterruptedException {
        return client(server.getPort());
    }

    /** A new session through this port, such as a proxy's. */
    public CuratorFramework client(int port) throws InterruptedException {
        CuratorFramework client = CuratorFrameworkFactory.builder()
                .connectString("127.0.0.1:" + port)
                .sessionTimeoutMs(30_000)
                .connectionTimeoutMs(5_000)
                .retryPolicy(new RetryOneTime(100))
                .ensembleTracker(false)
                .build();
        client.start();
        closeables.add(client);
        client.blockUntilConnected();
        return client;
    }

    /** How many requests the server has received from all sessions. */
    public long requests() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.lines()
                    .filter(line -> line.startsWith("Received: "))
                    .mapToLong(line -> Long.parseLong(line.substring("Received: ".length())))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("ZooKeeper answered " + answer));
        }
    }

    /** Closes it at the end, before what was opened earlier. */
    public <T extends AutoCloseable> T closing(T closeable) {
        closeables.add(closeable);
        return closeable;
    }

    /** Closes all that it opened, newest first. */
    public void close() throws Exception {
        for (AutoCloseable closeable : closeables.reversed()) {
            closeable.close();
        }
        server.close();
    }
}
