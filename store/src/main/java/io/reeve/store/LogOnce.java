package io.reeve.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/**
 * A log that warns only once about each path, in one line, and about 1,000 paths at most, so that garbage in ZooKeeper cannot
 * fill it or make lines of its own.
 */
public final class LogOnce {
    private static final int LIMIT = 1_000;
    private static final int LONGEST = 500;

    private final Logger log;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    public LogOnce(Logger log) {
        this.log = log;
    }

    private static String oneLine(String why) {
        String line = why.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** Warns that the node at this path is skipped, unless it was warned about before. From any thread. */
    public void warn(String path, String why) {
        if (seen.size() < LIMIT && seen.add(path)) {
            log.warn("skipped {}: {}; delete it, or repair it", path, oneLine(why));
        }
    }
}
