package io.reeve.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** A log that warns only once about each path, and about 1,000 paths at most, so that garbage in ZooKeeper cannot fill it. */
public final class LogOnce {
    private static final int LIMIT = 1_000;

    private final Logger log;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    public LogOnce(Logger log) {
        this.log = log;
    }

    /** Warns that the node at this path is skipped, unless it was warned about before. From any thread. */
    public void warn(String path, String why) {
        if (seen.size() < LIMIT && seen.add(path)) {
            log.warn("skipped {}: {}; delete it, or repair it", path, why);
        }
    }
}
