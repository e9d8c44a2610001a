package io.reeve.election;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ClientX509Util;

/**
 * The settings of TLS to ZooKeeper.
 *
 * @param own             the key and certificate of this process; empty if the servers ask for none
 * @param trusted         the certificates by which those of servers are checked
 * @param verifyHostnames whether the certificate of a server must name the host that it is reached at
 */
public record ZooKeeperTls(Optional<CertificateStore> own, CertificateStore trusted, boolean verifyHostnames) {
    /** Netty verifies hosts unless this is NONE; ZooKeeper's client, made for an older Netty, does not say so to it. */
    private static final String NETTY = "io.netty.handler.ssl.defaultEndpointVerificationAlgorithm";
    private static final String SOCKET = "org.apache.zookeeper.ClientCnxnSocketNetty";

    /**
     * A file with keys or certificates.
     *
     * @param type         its format; empty if the file's ending tells: {@code .pem}, {@code .p12}, {@code .jks}
     * @param passwordFile the file with its password; empty for none
     */
    public record CertificateStore(Path file, Optional<StoreType> type, Optional<Path> passwordFile) {}

    /** The format of a file with keys or certificates. */
    public enum StoreType {
        PEM, PKCS12, JKS
    }

    /** The settings as ZooKeeper's client reads them. Each is set, so that no flag of the JVM has a say. */
    ZKClientConfig clientConfig() {
        if (!verifyHostnames) {
            System.setProperty(NETTY, "NONE");
        }
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
        config.setProperty(ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, SOCKET);
        try (ClientX509Util names = new ClientX509Util()) {
            config.setProperty(names.getSslKeystoreLocationProperty(), file(own));
            config.setProperty(names.getSslKeystoreTypeProperty(), type(own));
            config.setProperty(names.getSslKeystorePasswdProperty(), "");
            config.setProperty(names.getSslKeystorePasswdPathProperty(), password(own));
            config.setProperty(names.getSslTruststoreLocationProperty(), file(Optional.of(trusted)));
            config.setProperty(names.getSslTruststoreTypeProperty(), type(Optional.of(trusted)));
            config.setProperty(names.getSslTruststorePasswdProperty(), "");
            config.setProperty(names.getSslTruststorePasswdPathProperty(), password(Optional.of(trusted)));
            config.setProperty(names.getSslHostnameVerificationEnabledProperty(), Boolean.toString(verifyHostnames));
            config.setProperty(names.getSslAllowReverseDnsLookupProperty(), "false");
        }
        return config;
    }

    private static String file(Optional<CertificateStore> store) {
        return store.map(s -> s.file().toString()).orElse("");
    }

    private static String type(Optional<CertificateStore> store) {
        return store.flatMap(CertificateStore::type).map(StoreType::name).orElse("");
    }

    private static String password(Optional<CertificateStore> store) {
        return store.flatMap(CertificateStore::passwordFile).map(Path::toString).orElse("");
    }
}
