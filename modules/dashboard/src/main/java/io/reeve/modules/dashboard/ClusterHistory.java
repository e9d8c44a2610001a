package io.reeve.modules.dashboard;

import java.util.ArrayList;
import java.util.List;

/**
 * The history that outlives a failover: lines of a key of the module, oldest first. The oldest go when there are too many.
 * Called from the thread that serves, apart from {@link #json}.
 */
final class ClusterHistory {
    private final int most;
    private volatile List<String> lines;

    /**
     * Creates a history of what was stored.
     *
     * @param stored the lines, each a JSON text
     * @param most   the largest number of lines
     */
    ClusterHistory(String stored, int most) {
        this.most = most;
        this.lines = stored.lines().filter(line -> !line.isBlank()).toList();
    }

    /** Adds a line; returns the text to store. */
    String add(String line) {
        List<String> more = new ArrayList<>(lines);
        more.add(line);
        lines = List.copyOf(more.subList(Math.max(0, more.size() - most), more.size()));
        return String.join("\n", lines);
    }

    /** The lines as a JSON list. */
    String json() {
        return "[" + String.join(",", lines) + "]";
    }
}
