package io.reeve.election;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ClientX509Util;
import org.apache.zookeeper.common.X509Exception.SSLContextException;
import org.jspecify.annotations.Nullable;

/** The way to the ZooKeeper servers: where they are, and TLS if they want it. Immutable; any thread may use it. */
public final class ZooKeeperAccess {
    private final String connectString;
    private final ZKClientConfig client;
    private final @Nullable SSLContext tls;
    private final boolean verifyHostnames;

    private ZooKeeperAccess(String connectString, ZKClientConfig client) throws IOException {
        this.connectString = connectString;
        this.client = client;
        this.tls = client.getBoolean(ZKClientConfig.SECURE_CLIENT) ? context(client) : null;
        try (ClientX509Util util = new ClientX509Util()) {
            this.verifyHostnames = util.isServerHostnameVerificationEnabled(client);
        }
    }

    /**
     * The way without settings of TLS: plain, unless flags of the JVM tell ZooKeeper's client to use TLS.
     *
     * @param connectString {@code HOST:PORT,HOST:PORT}
     * @throws IOException if the flags ask for TLS, and its files cannot be used
     */
    public static ZooKeeperAccess of(String connectString) throws IOException {
        return new ZooKeeperAccess(connectString, new ZKClientConfig());
    }

    /**
     * The way by TLS.
     *
     * @throws IOException if a file cannot be used, with the reason
     */
    public static ZooKeeperAccess of(String connectString, ZooKeeperTls tls) throws IOException {
        return new ZooKeeperAccess(connectString, tls.clientConfig());
    }

    private static SSLContext context(ZKClientConfig client) throws IOException {
        try (ClientX509Util util = new ClientX509Util()) {
            return util.createSSLContext(client);
        } catch (SSLContextException | RuntimeException e) {
            throw new IOException("the files for TLS to ZooKeeper cannot be used: " + root(e)
                    + ". Check the key store, the trust store, their types and the files with their passwords", e);
        }
    }

    /** The message of the first cause, without a full stop at its end. */
    private static String root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    /** Where the servers are: {@code HOST:PORT,HOST:PORT}. */
    public String connectString() {
        return connectString;
    }

    /** Whether the servers are reached by TLS. */
    public boolean isSecure() {
        return tls != null;
    }

    /** The settings of ZooKeeper's client. */
    ZKClientConfig client() {
        return client;
    }

    /**
     * Connects to a server, by TLS if that is wanted, for four-letter words. Blocks; to be closed by the caller.
     *
     * @param limitMillis the longest wait for the connection, and for each read
     */
    public Socket connect(String host, int port, int limitMillis) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), limitMillis);
            plain.setSoTimeout(limitMillis);
            if (tls == null) {
                return plain;
            }
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
            if (verifyHostnames) { // ZooKeeper's client does it beside the context, so that this has to as well
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
            }
            secure.startHandshake();
            return secure;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }
}
