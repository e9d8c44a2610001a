package io.reeve.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A manager of a new cluster, and where others reach it.
 *
 * @param name   its name
 * @param host   its host, an IPv6 address in brackets
 * @param http   its port for HTTP
 * @param report its port for managers and daemons
 */
record ManagerPlace(String name, String host, int http, int report) {
    static final int HTTP = 9480;
    static final int REPORT = 6800;
    static final String HOST = "127.0.0.1";
    private static final int LAST_PORT = 65_535;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern HOST_NAME = Pattern
            .compile("\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");
    /** What stands before and behind the @, and the ports. */
    private static final Pattern FORM = Pattern
            .compile("([^@]*)(?:@(\\[[^\\]]*\\]|[^:]*)(?::(\\d{1,5}))?(?::(\\d{1,5}))?)?");

    /**
     * The managers in a list with commas between.
     *
     * @throws IllegalArgumentException with the item that is wrong, and how to write it
     */
    static List<ManagerPlace> list(String text) {
        List<ManagerPlace> places = new ArrayList<>();
        Map<String, Integer> onHost = new HashMap<>();
        for (String item : text.split(",", -1)) {
            places.add(place(item.strip(), onHost));
        }
        requireDifferent(places);
        return List.copyOf(places);
    }

    /** @param onHost the number of managers that each host has already; the ports of further ones follow */
    private static ManagerPlace place(String item, Map<String, Integer> onHost) {
        Matcher form = FORM.matcher(item);
        if (!form.matches()) {
            throw wrong(item, "write NAME@HOST, NAME@HOST:PORT or NAME@HOST:PORT:PORT, such as a@node1.example.org");
        }
        String name = name(form.group(1));
        String host = form.group(2) == null ? HOST : host(form.group(2));
        int before = onHost.merge(host, 1, Integer::sum) - 1;
        return new ManagerPlace(name, host, port(item, form.group(3), HTTP + before),
                port(item, form.group(4), REPORT + before));
    }

    /** A name of a manager or a cluster. */
    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw wrong(text,
                    "a name has at most 63 letters, digits, '.', '_' or '-', and starts with a letter or digit");
        }
        return text;
    }

    /** The name or address of a host, an IPv6 address in brackets. */
    static String host(String text) {
        if (!HOST_NAME.matcher(text).matches()) {
            throw wrong(text, "a host is a name or an address, such as node1.example.org, 192.0.2.7 or [2001:db8::7]");
        }
        return text;
    }

    /** @param given the digits; null for none */
    private static int port(String item, @Nullable String given, int otherwise) {
        int port = given == null ? otherwise : Integer.parseInt(given);
        if (port < 1 || port > LAST_PORT) {
            throw wrong(item, "a port is a number from 1 to " + LAST_PORT);
        }
        return port;
    }

    private static void requireDifferent(List<ManagerPlace> places) {
        Set<String> names = new HashSet<>();
        Map<String, String> ports = new HashMap<>();
        boolean loopback = places.stream().anyMatch(ManagerPlace::isLoopback);
        for (ManagerPlace place : places) {
            if (!names.add(place.name)) {
                throw wrong(place.name, "two managers have this name: give each its own");
            }
            for (int port : new int[]{place.http, place.report}) {
                String other = ports.put(place.host + ":" + port, place.name);
                if (other != null) {
                    throw wrong(place.host + ":" + port, other.equals(place.name)
                            ? "manager " + other + " has this port for both HTTP and reports: give it two"
                            : "managers " + other + " and " + place.name + " have this port: give each its own, as in "
                                    + place.name + "@" + place.host + ":9490:6810");
                }
            }
            if (loopback != place.isLoopback()) {
                throw wrong(place.host,
                        "some managers are on this machine's own address and others are not, who could not"
                                + " reach them: name the machine as the others do");
            }
        }
    }

    private static IllegalArgumentException wrong(String value, String fix) {
        return new IllegalArgumentException("'" + value + "': " + fix);
    }

    /** Whether nobody but its own machine reaches it. */
    boolean isLoopback() {
        return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    }

    /** The address at which it listens: all of its machine, unless nobody else is to reach it. */
    String listens() {
        if (isLoopback()) {
            return host.equals("localhost") ? HOST : host;
        }
        return host.startsWith("[") ? "[::]" : "0.0.0.0";
    }

    /** Where browsers, and {@code reeve}, reach it. */
    String url() {
        return "http://" + host + ":" + http + "/";
    }
}
