package io.reeve.agent;

import io.reeve.report.protocol.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ZooKeeper server as the daemon {@code mon.HOST:PORT}. It is read with the four-letter word {@code mntr}. If the
 * server's whitelist does not allow that, it is read with {@code srvr}, which has fewer numbers but is allowed by
 * default.
 */
final class ZooKeeperSource implements DaemonSource {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperSource.class);
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int LIMIT = 1 << 20;
    /** The keys that become counters, with their descriptions; other keys of {@code mntr} come and go with releases. */
    private static final List<Reading.Value> KNOWN = List.of(
            Reading.Value.gauge("zk_avg_latency", "average latency of requests, in milliseconds", 0),
            Reading.Value.gauge("zk_max_latency", "longest latency of a request, in milliseconds", 0),
            Reading.Value.counter("zk_packets_received", "packets received", 0),
            Reading.Value.counter("zk_packets_sent", "packets sent", 0),
            Reading.Value.gauge("zk_num_alive_connections", "connections of clients", 0),
            Reading.Value.gauge("zk_outstanding_requests", "requests that wait", 0),
            Reading.Value.gauge("zk_znode_count", "nodes", 0),
            Reading.Value.gauge("zk_watch_count", "watches", 0),
            Reading.Value.gauge("zk_ephemerals_count", "ephemeral nodes", 0),
            Reading.Value.bytes("zk_approximate_data_size", "size of the data", 0),
            Reading.Value.gauge("zk_open_file_descriptor_count", "open files", 0),
            Reading.Value.gauge("zk_max_file_descriptor_count", "limit of open files", 0),
            Reading.Value.gauge("zk_synced_followers", "followers in step (of a leader)", 0));

    private final HostPort address;
    private final ServerConnector connector;
    private boolean incomplete;

    ZooKeeperSource(HostPort address) {
        this(address, ServerConnector.PLAIN);
    }

    ZooKeeperSource(HostPort address, ServerConnector connector) {
        this.address = address;
        this.connector = connector;
    }

    @Override
    public String type() {
        return "mon";
    }

    @Override
    public String id() {
        return address.toString();
    }

    @Override
    public Reading read() throws IOException {
        Optional<ZooKeeperAnswer> whole = ZooKeeperAnswer.ofMntr(ask("mntr"));
        tell(whole.isPresent());
        ZooKeeperAnswer told = whole.isPresent() ? whole.get() : less();
        List<Reading.Value> numbers = new ArrayList<>();
        for (Reading.Value known : KNOWN) {
            number(told.numbers().get(known.path()))
                    .ifPresent(value -> numbers.add(new Reading.Value("zookeeper." + known.path().substring(3),
                            known.kind(), known.labels(), known.description(), value)));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("hostname", address.host());
        metadata.put("addr", address.toString());
        metadata.put("version", told.version());
        Map<String, String> status = new LinkedHashMap<>(Map.of("state", told.state()));
        if (whole.isEmpty()) {
            status.put("incomplete", "mntr is not in the server's 4lw.commands.whitelist");
        }
        return new Reading(metadata, status, numbers, List.of());
    }

    private ZooKeeperAnswer less() throws IOException {
        String answer = ask("srvr");
        return ZooKeeperAnswer.ofSrvr(answer)
                .orElseThrow(() -> new IOException("mon." + id() + ": the server tells its mode neither at mntr nor at"
                        + " srvr, but '" + answer.lines().findFirst().orElse("")
                        + "'; does it serve, and is one of them in its 4lw.commands.whitelist?"));
    }

    /** Logs when the answers become incomplete, and when they are complete again. */
    private void tell(boolean whole) {
        if (whole != incomplete) {
            return;
        }
        incomplete = !whole;
        if (incomplete) {
            LOG.warn(
                    "mon.{}: the server does not allow the word mntr, so that its watches, ephemeral nodes, size of data,"
                            + " open files and synced followers are not reported; write 4lw.commands.whitelist=srvr,mntr into its"
                            + " zoo.cfg",
                    id());
        } else {
            LOG.info("mon.{}: the server allows the word mntr now", id());
        }
    }

    /** Sends a four-letter word, and reads the answer until the server closes the connection. */
    private String ask(String word) throws IOException {
        try (Socket socket = connector.connect(address, TIMEOUT_MILLIS)) {
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException("mon." + id() + ": no answer to " + word + ": " + e.getMessage(), e);
        }
    }

    /** Parses a number, rounded, since some releases write averages as {@code 0.25}. */
    private static Optional<Long> number(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Math.max(0, Math.round(Double.parseDouble(text))));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
