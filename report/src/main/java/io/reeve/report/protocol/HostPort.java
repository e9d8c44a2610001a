package io.reeve.report.protocol;

import java.net.InetSocketAddress;

/**
 * A TCP address in the form {@code HOST:PORT}, with IPv6 hosts in brackets.
 *
 * @param host a host name or an IP address, without brackets
 * @param port 0 to 65535; 0 lets the operating system choose
 */
public record HostPort(String host, int port) {

    public HostPort {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host is missing");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 0..65535");
        }
    }

    /**
     * Parses {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if the text is none; the message says why
     */
    public static HostPort parse(String text) {
        if (text.contains("://")) {
            throw new IllegalArgumentException("it is a URL, and only its host and port belong here");
        }
        if (text.indexOf('/') >= 0) {
            throw new IllegalArgumentException("nothing belongs behind the port");
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("the port is missing");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("an IPv6 address belongs in brackets");
        }
        if (!host.matches(bracketed ? "[0-9A-Fa-f:.%a-z]+" : "[A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("'" + host + "' is not a host");
        }
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("'" + port + "' is not a port");
        }
        return new HostPort(host, Integer.parseInt(port));
    }

    /**
     * Parses an address to connect to, whose port is not 0.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static HostPort parseTarget(String text) {
        HostPort address = parse(text);
        if (address.port() == 0) {
            throw new IllegalArgumentException("port 0 cannot be connected to");
        }
        return address;
    }

    /** Whether the host means every address of the machine. */
    public boolean isWildcard() {
        return host.matches("0(\\.0){0,3}|::|0(:0){7}|\\*");
    }

    public HostPort withPort(int other) {
        return new HostPort(host, other);
    }

    /** The address to bind or connect to. Resolves the name, which may block; unresolved if that fails. */
    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
