package io.reeve.election.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.auth.ProviderRegistry;

/**
 * A ZooKeeper server in this process that speaks TLS only. It takes its own settings from properties of the JVM, so there should be one
 * at a time.
 */
public final class TlsZooKeeper implements AutoCloseable {
    private final ServerCnxnFactory factory;
    private final Map<String, String> before = new TreeMap<>();
    private final int port;

    /**
     * Starts one.
     *
     * @param clientAuth {@code need} if clients must show a certificate, {@code none} otherwise
     */
    public TlsZooKeeper(Path folder, TestCertificate own, TestCertificate trusted, String clientAuth) throws Exception {
        set("zookeeper.ssl.keyStore.location", own.pkcs12().toString());
        set("zookeeper.ssl.keyStore.passwordPath", own.passwordFile().toString());
        set("zookeeper.ssl.trustStore.location", trusted.pem().toString());
        set("zookeeper.ssl.clientAuth", clientAuth);
        set("zookeeper.4lw.commands.whitelist", "srvr,mntr");
        set(ServerCnxnFactory.ZOOKEEPER_SERVER_CNXN_FACTORY, "org.apache.zookeeper.server.NettyServerCnxnFactory");
        String provider = "zookeeper.authProvider.x509";
        set(provider, "org.apache.zookeeper.server.auth.X509AuthenticationProvider");
        ProviderRegistry.addOrUpdateProvider(provider);
        factory = ServerCnxnFactory.createFactory();
        Path data = Files.createDirectory(folder.resolve("zookeeper"));
        ZooKeeperServer server = new ZooKeeperServer(data.toFile(), data.toFile(), 300);
        factory.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100, -1, true);
        factory.startup(server);
        port = factory.getLocalPort();
    }

    private void set(String name, String value) {
        String old = System.setProperty(name, value);
        before.put(name, old == null ? "" : old);
    }

    public int port() {
        return port;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        factory.shutdown();
        before.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }
}
