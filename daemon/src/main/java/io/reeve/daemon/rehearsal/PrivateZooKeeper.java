package io.reeve.daemon.rehearsal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.zookeeper.server.FinalRequestProcessor;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.PrepRequestProcessor;
import org.apache.zookeeper.server.ServerCnxn;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/**
 * A ZooKeeper server that keeps everything in memory: it has no files, and ends with the rehearsal that it serves. It listens
 * on a free port of the loopback interface.
 */
final class PrivateZooKeeper extends ZooKeeperServer implements AutoCloseable {
    private static final int TICK_MILLIS = 1_000;
    private static final int CONNECTIONS = 20;
    private static final int BACKLOG = 10;

    private final ServerCnxnFactory port = new Port();

    private PrivateZooKeeper(FileTxnSnapLog unused) {
        super(unused, TICK_MILLIS, -1, -1, BACKLOG, new Memory(unused), "");
    }

    /**
     * Starts a server, which is empty.
     *
     * @param folder a folder for what it would keep, were it another server
     */
    static PrivateZooKeeper start(Path folder) throws IOException, InterruptedException {
        PrivateZooKeeper server = new PrivateZooKeeper(new FileTxnSnapLog(folder.toFile(), folder.toFile()));
        server.port.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CONNECTIONS, BACKLOG);
        server.port.startup(server);
        return server;
    }

    /** The connect string. */
    String address() {
        return "127.0.0.1:" + port.getLocalPort();
    }

    @Override
    public void close() {
        port.shutdown();
    }

    /** There is nothing to load, and no snapshot to begin with. */
    @Override
    public void loadData() {
        setZxid(0);
    }

    /** Transactions are carried out without the processor that logs them to the disk. */
    @Override
    protected void setupRequestProcessors() {
        PrepRequestProcessor first = new PrepRequestProcessor(this, new FinalRequestProcessor(this));
        first.start();
        firstProcessor = first;
    }

    @Override
    protected void registerJMX() {
        // Tools would take it for a server.
    }

    @Override
    protected void unregisterJMX() {
        // It was not registered.
    }

    /** The listener, whose connections are not registered either. */
    private static final class Port extends NIOServerCnxnFactory {
        @Override
        public void registerConnection(ServerCnxn connection) {
            // As the server itself.
        }

        @Override
        public void unregisterConnection(ServerCnxn connection) {
            // It was not registered.
        }
    }

    /** The nodes, which are kept nowhere else. */
    private static final class Memory extends ZKDatabase {
        Memory(FileTxnSnapLog unused) {
            super(unused);
        }

        @Override
        public long fastForwardDataBase() {
            return getDataTreeLastProcessedZxid();
        }
    }
}
