package io.reeve.election.testing;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.jspecify.annotations.Nullable;

/** A ZooKeeper server in this process, with short ticks. */
public final class TestZooKeeper implements AutoCloseable {
    private final TestingServer server;

    public TestZooKeeper() throws Exception {
        this(-1, null);
    }

    /** One at a port, with the data in a folder; null for a new one that is deleted. */
    public TestZooKeeper(int port, @Nullable File data) throws Exception {
        server = new TestingServer(
                new InstanceSpec(data, port, -1, -1, data == null, -1, 300, -1, Map.of(), "127.0.0.1"), true);
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
