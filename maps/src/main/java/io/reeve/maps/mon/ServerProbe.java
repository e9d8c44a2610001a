package io.reeve.maps.mon;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * A probe of a ZooKeeper server by the four-letter word {@code srvr}, over a connection as this process has it to ZooKeeper: by TLS
 * where that is set. A server that does not allow the word but takes connections counts as up.
 */
final class ServerProbe {
    private static final Pattern MODE = Pattern.compile("(?m)^Mode: (\\w+)");
    private static final Pattern ZXID = Pattern.compile("(?m)^Zxid: 0x([0-9a-fA-F]{1,16})\\b");
    private static final Pattern VERSION = Pattern.compile("(?m)^Zookeeper version: ([0-9][0-9A-Za-z.]*)");
    private static final int MOST = 16 * 1024;

    private final int limitMillis;
    private final Connector connector;

    /** The maker of connections to servers. */
    @FunctionalInterface
    interface Connector {
        /** Connects; reads of the socket end after the limit. Blocks. */
        Socket connect(String host, int port, int limitMillis) throws IOException;
    }

    ServerProbe(Duration limit, Connector connector) {
        this.limitMillis = Math.toIntExact(limit.toMillis());
        this.connector = connector;
    }

    /**
     * The answer of a server.
     *
     * @param election the epoch of its leader; 0 if it did not give one
     */
    record Answer(MonMap.Mode mode, long election, String version) {
        static final Answer DOWN = new Answer(MonMap.Mode.DOWN, 0, "");
    }

    /** Probes a server. Blocks for at most twice the limit. */
    Answer ask(EnsembleConfig.Member member) {
        try (Socket socket = connector.connect(member.host(), member.port(), limitMillis)) {
            return parse(exchange(socket), member.voter());
        } catch (IOException | IllegalArgumentException e) { // also a port that is none
            return Answer.DOWN;
        }
    }

    private static String exchange(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException | SSLException e) {
            throw e; // it takes connections and does nothing: frozen; or it refuses this process
        } catch (IOException e) {
            return ""; // it closed the connection: it is up
        }
    }

    static Answer parse(String text, boolean voter) {
        if (text.contains("not currently serving requests")) {
            return Answer.DOWN;
        }
        Matcher found = MODE.matcher(text);
        Matcher zxid = ZXID.matcher(text);
        Matcher version = VERSION.matcher(text);
        MonMap.Mode mode = switch (found.find() ? found.group(1) : "") {
            case "leader" -> MonMap.Mode.LEADER;
            case "standalone" -> MonMap.Mode.STANDALONE;
            case "observer" -> MonMap.Mode.OBSERVER;
            default -> voter ? MonMap.Mode.FOLLOWER : MonMap.Mode.OBSERVER;
        };
        return new Answer(mode, zxid.find() ? Long.parseUnsignedLong(zxid.group(1), 16) >>> 32 : 0,
                version.find() ? version.group(1) : "");
    }
}
