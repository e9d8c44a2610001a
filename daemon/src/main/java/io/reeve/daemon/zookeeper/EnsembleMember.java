package io.reeve.daemon.zookeeper;

import io.reeve.report.protocol.HostPort;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One member of a ZooKeeper ensemble, written {@code ID=HOST:PORT:ELECTIONPORT[;CLIENTPORT]}.
 *
 * @param id           1 to 255
 * @param quorum       the address for the quorum, where the leader listens
 * @param electionPort the port for votes
 * @param clientPort   the port for clients, if it is given
 */
record EnsembleMember(int id, HostPort quorum, int electionPort, OptionalInt clientPort) {
    private static final Pattern FORM = Pattern
            .compile("([0-9]{1,3})=(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):([0-9]{1,5}):([0-9]{1,5})(?:;([0-9]{1,5}))?");

    static EnsembleMember parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not ID=HOST:PORT:ELECTIONPORT[;CLIENTPORT]");
        }
        int id = Integer.parseInt(matcher.group(1));
        if (id < 1 || id > 255) {
            throw new IllegalArgumentException("'" + text + "': the id must be within 1..255");
        }
        HostPort quorum = HostPort.parse(matcher.group(2) + ":" + port(matcher.group(3), text));
        String client = matcher.group(5);
        return new EnsembleMember(id, quorum, port(matcher.group(4), text),
                client == null ? OptionalInt.empty() : OptionalInt.of(port(client, text)));
    }

    private static int port(String digits, String text) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("'" + text + "': port " + port + " is not within 1..65535");
        }
        return port;
    }

    /** The form of ZooKeeper's configuration. The client port is a setting of its own there. */
    String address() {
        return quorum + ":" + electionPort + ":participant";
    }
}
