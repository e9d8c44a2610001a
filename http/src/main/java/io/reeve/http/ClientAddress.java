package io.reeve.http;

import io.undertow.server.HttpServerExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The address by which clients are told apart: of IPv6 the first 64 bits, since a host has all that begin so. */
public final class ClientAddress {
    private static final int IPV6_PREFIX = 8;

    private ClientAddress() {}

    /** The client of a request. */
    public static ByteBuffer of(HttpServerExchange exchange) {
        return of(exchange.getSourceAddress());
    }

    /** The client at an address; empty if there is none. */
    public static ByteBuffer of(@Nullable InetSocketAddress peer) {
        InetAddress address = peer == null ? null : peer.getAddress();
        byte[] bytes = address == null ? new byte[0] : address.getAddress();
        return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, bytes.length == 16 ? IPV6_PREFIX : bytes.length))
                .slice();
    }
}
