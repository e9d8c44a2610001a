package io.reeve.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer of a ZooKeeper server to a four-letter word about its state.
 *
 * @param version the server's version
 * @param state   {@code leader}, {@code follower}, {@code observer} or {@code standalone}
 * @param numbers its numbers as text, by the keys of {@code mntr}
 */
record ZooKeeperAnswer(String version, String state, Map<String, String> numbers) {
    private static final String UNKNOWN = "unknown";
    private static final Pattern LATENCY = Pattern.compile("[^/]*/(?<avg>[^/]+)/(?<max>[^/]+)");
    /** The names of lines of {@code srvr}, with the keys of {@code mntr} for the same numbers. */
    private static final Map<String, String> SAME = Map.of("Received", "zk_packets_received", "Sent",
            "zk_packets_sent", "Connections", "zk_num_alive_connections", "Outstanding", "zk_outstanding_requests",
            "Node count", "zk_znode_count");

    ZooKeeperAnswer {
        numbers = Map.copyOf(numbers);
    }

    /** Parses an answer to {@code mntr}: a key, a tab and a value in each line. Empty if the text is none. */
    static Optional<ZooKeeperAnswer> ofMntr(String text) {
        Map<String, String> told = lines(text, "\t");
        String state = told.get("zk_server_state");
        return state == null
                ? Optional.empty()
                : Optional.of(new ZooKeeperAnswer(told.getOrDefault("zk_version", UNKNOWN), state, told));
    }

    /** Parses an answer to {@code srvr}: a name, a colon and a value in each line. Empty if the text is none. */
    static Optional<ZooKeeperAnswer> ofSrvr(String text) {
        Map<String, String> told = lines(text, ":");
        String mode = told.get("Mode");
        if (mode == null) {
            return Optional.empty();
        }
        Map<String, String> numbers = new LinkedHashMap<>();
        told.forEach((key, value) -> {
            String same = SAME.get(key);
            if (same != null) {
                numbers.put(same, value);
            }
        });
        Matcher latency = LATENCY.matcher(told.getOrDefault("Latency min/avg/max", ""));
        if (latency.matches()) {
            numbers.put("zk_avg_latency", latency.group("avg"));
            numbers.put("zk_max_latency", latency.group("max"));
        }
        return Optional.of(new ZooKeeperAnswer(told.getOrDefault("Zookeeper version", UNKNOWN), mode, numbers));
    }

    private static Map<String, String> lines(String text, String between) {
        Map<String, String> told = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            int at = line.indexOf(between);
            if (at > 0) {
                told.put(line.substring(0, at), line.substring(at + 1).strip());
            }
        }
        return told;
    }
}
