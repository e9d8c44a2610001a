package io.reeve.maps.mon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members of a ZooKeeper ensemble, as its configuration node or the connect string lists them.
 *
 * @param version of the configuration; 0 if it has none
 * @param members by rank
 */
record EnsembleConfig(long version, List<Member> members) {
    private static final Pattern SERVER = Pattern.compile("server\\.([0-9]{1,18})=(.+)");
    private static final Pattern VERSION = Pattern.compile("version=\\s*([0-9a-fA-F]{1,16})\\s*");
    private static final Pattern HOST = Pattern.compile("(\\[[^]]+]|[^:;|\\[]+):.*");

    EnsembleConfig {
        members = List.copyOf(members);
    }

    /**
     * A server.
     *
     * @param name  its number, or its address
     * @param host  the host name or address for clients
     * @param voter whether it takes part in votes
     */
    record Member(String name, String host, int port, boolean voter) {
        String address() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** The members of a connect string: {@code HOST:PORT,…/chroot}. */
    static EnsembleConfig ofConnectString(String text) {
        int slash = text.indexOf('/');
        List<Member> members = new ArrayList<>();
        for (String server : (slash < 0 ? text : text.substring(0, slash)).split(",")) {
            String word = server.strip();
            int colon = word.endsWith("]") ? -1 : word.lastIndexOf(':');
            int port = colon < 0 ? 2181 : Integer.parseInt(word.substring(colon + 1));
            members.add(new Member(word, plain(colon < 0 ? word : word.substring(0, colon)), port, true));
        }
        return new EnsembleConfig(0, members);
    }

    /**
     * The members of {@code /zookeeper/config}: {@code server.1=HOST:2888:3888:participant;[ADDRESS:]2181}; none if one of
     * them has no address for clients.
     */
    static EnsembleConfig ofNode(String text) {
        Map<Long, Member> members = new TreeMap<>();
        long version = 0;
        for (String line : text.lines().toList()) {
            Matcher server = SERVER.matcher(line.strip());
            Matcher versions = VERSION.matcher(line);
            if (versions.matches()) {
                version = Long.parseUnsignedLong(versions.group(1), 16);
            } else if (server.matches()) {
                Member member = member(server.group(1), server.group(2));
                if (member == null) {
                    return new EnsembleConfig(0, List.of());
                }
                members.put(Long.parseLong(server.group(1)), member);
            }
        }
        return new EnsembleConfig(version, List.copyOf(members.values()));
    }

    /**
     * The members to be probed. The configuration names the ports for plain connections alone, so that by TLS they are those of
     * the connect string, as they are where the configuration names none.
     */
    EnsembleConfig reachable(EnsembleConfig told, boolean secure) {
        return secure || members.isEmpty() ? new EnsembleConfig(version, told.members()) : this;
    }

    private static @Nullable Member member(String name, String text) {
        String[] parts = text.split(";", 2);
        Matcher host = HOST.matcher(parts[0]);
        if (parts.length < 2 || !host.matches()) {
            return null;
        }
        String client = parts[1].strip();
        int colon = client.lastIndexOf(':');
        String address = plain(colon < 0 ? "" : client.substring(0, colon));
        String port = client.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}")) {
            return null;
        }
        boolean any = address.isEmpty() || address.equals("0.0.0.0") || address.matches("[0:]+");
        return new Member(name, any ? plain(host.group(1)) : address, Integer.parseInt(port),
                !parts[0].endsWith(":observer"));
    }

    private static String plain(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
