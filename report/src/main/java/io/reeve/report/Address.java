package io.reeve.report;

import java.net.InetSocketAddress;

/** {@code HOST:PORT} as an address. */
final class Address {
    private Address() {}

    /** Checks the form, without resolving. */
    static String check(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        String port = hostPort.substring(colon + 1);
        boolean right = colon > 0 && port.matches("[0-9]{1,5}") && Integer.parseInt(port) > 0
                && Integer.parseInt(port) < 0x10000;
        if (!right) {
            throw new IllegalArgumentException("'" + hostPort + "' is not a report address; write HOST:PORT, as in"
                    + " 10.0.0.1:6800, and an IPv6 address in brackets");
        }
        return hostPort;
    }

    /** Resolves; asks the name service, and may take its time. Unresolved when it is not known. */
    static InetSocketAddress resolve(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        String host = hostPort.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new InetSocketAddress(host, Integer.parseInt(hostPort.substring(colon + 1)));
    }
}
