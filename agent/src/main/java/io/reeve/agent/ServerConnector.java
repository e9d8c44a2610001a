package io.reeve.agent;

import io.reeve.report.protocol.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The maker of connections to ZooKeeper servers, by TLS if they want it. Any thread may use it. */
@FunctionalInterface
public interface ServerConnector {
    /** The maker of plain connections. */
    ServerConnector PLAIN = (server, limitMillis) -> {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(server.host(), server.port()), limitMillis);
            socket.setSoTimeout(limitMillis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    };

    /**
     * Connects to a server. Blocks; the socket is to be closed by the caller.
     *
     * @param limitMillis the longest wait for the connection, and for each read
     */
    Socket connect(HostPort server, int limitMillis) throws IOException;
}
