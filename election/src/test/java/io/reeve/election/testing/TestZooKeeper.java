package io.reeve.election.testing;

import java.io.IOException;
import java.util.Map;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;

/** A ZooKeeper server in this process, with short ticks. */
public final class TestZooKeeper implements AutoCloseable {
    private final TestingServer server;

    public TestZooKeeper() throws Exception {
        server = new TestingServer(new InstanceSpec(null, -1, -1, -1, true, -1, 300, -1, Map.of(), "127.0.0.1"), true);
    }

    public String address() {
        return server.getConnectString();
    }

    public int port() {
        return server.getPort();
    }

    public void stop() throws Exception {
        server.stop();
    }

    public void restart() throws Exception {
        server.restart();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
