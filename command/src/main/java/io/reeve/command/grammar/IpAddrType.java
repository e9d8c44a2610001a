package io.reeve.command.grammar;

import java.net.Inet6Address;
import java.net.InetAddress;

/** CephIPAddr: {@code 1.2.3.4}, {@code 1.2.3.4:80}, {@code ::1} or {@code [::1]:80}. Host names are refused. */
record IpAddrType() implements ArgType {
    @Override
    public String typeName() {
        return "CephIPAddr";
    }

    @Override
    public String description() {
        return "<ip[:port]>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0) {
                throw new BadValueException(text + ": missing terminating ]");
            }
            v6(text.substring(1, end));
            if (end + 1 < text.length()) {
                if (text.charAt(end + 1) != ':') {
                    throw new BadValueException(text + ": expected :port after ]");
                }
                port(text.substring(end + 2));
            }
        } else if (text.indexOf(':') != text.lastIndexOf(':')) {
            v6(text);
        } else {
            int colon = text.indexOf(':');
            v4(colon < 0 ? text : text.substring(0, colon));
            if (colon >= 0) {
                port(text.substring(colon + 1));
            }
        }
        return text;
    }

    private static void v4(String text) throws BadValueException {
        if (!text.matches("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}")) {
            throw new BadValueException(text + ": invalid IPv4 address");
        }
    }

    private static void v6(String text) throws BadValueException {
        boolean good = false;
        if (text.matches("[0-9a-fA-F:.]{2,45}")) {
            try {
                // An IPv4 address in IPv6 form comes back as an Inet4Address.
                good = InetAddress.ofLiteral(text) instanceof Inet6Address || text.contains(":");
            } catch (IllegalArgumentException e) {
                good = false;
            }
        }
        if (!good) {
            throw new BadValueException(text + ": invalid IPv6 address");
        }
    }

    private static void port(String text) throws BadValueException {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
            throw new BadValueException(text + ": invalid port, expected 0 to 65535");
        }
    }
}
