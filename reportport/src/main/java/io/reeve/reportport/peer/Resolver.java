package io.reeve.reportport.peer;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** The resolver of {@code HOST:PORT}; it works off the event loop, as DNS may be slow. */
final class Resolver {
    private Resolver() {}

    /** Resolves, and calls {@code then} with the address on the port's thread; unresolved if the name is unknown. */
    static void resolve(ReportPort port, String hostPort, Consumer<InetSocketAddress> then) {
        Thread.ofVirtual().name("reeve-peer-resolve").start(() -> {
            InetSocketAddress address = parse(hostPort);
            port.run(() -> then.accept(address));
        });
    }

    /** Resolves; blocks. IPv6 addresses are written in brackets. A text without a port gives port 0. */
    static InetSocketAddress parse(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        String host = colon < 0 ? hostPort : hostPort.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String digits = hostPort.substring(colon + 1);
        int number = colon >= 0 && digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
        return number > 0xffff ? InetSocketAddress.createUnresolved(host, 0) : new InetSocketAddress(host, number);
    }
}
