package io.reeve.daemon.demo;

import io.reeve.daemon.process.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The TCP ports of 127.0.0.1 that managers can use. */
public final class Ports {
    private Ports() {}

    /** Some free ports, all different. Another process could take one before the manager does. */
    public static List<Integer> free(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(bind(0));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    /** The ports from {@code first} on, all of which must be free. */
    static List<Integer> consecutive(int first, int count) {
        List<Integer> ports = new ArrayList<>();
        List<Integer> taken = new ArrayList<>();
        for (int port = first; port < first + count; port++) {
            ports.add(port);
            try {
                bind(port).close();
            } catch (IOException inUse) {
                taken.add(port);
            }
        }
        if (!taken.isEmpty()) {
            throw new CommandFailure("127.0.0.1 port " + String.join(", ", taken.stream().map(String::valueOf).toList())
                    + (taken.size() == 1 ? " is" : " are") + " in use. Stop what uses "
                    + (taken.size() == 1 ? "it" : "them") + ", or choose others by --http-port (0 takes free ones).");
        }
        return ports;
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        // As the managers' listeners do, so that a port whose last connections are in TIME_WAIT counts as free.
        socket.setReuseAddress(true);
        try {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return socket;
        } catch (IOException inUse) {
            socket.close();
            throw inUse;
        }
    }
}
