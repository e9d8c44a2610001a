package io.reeve.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Warns about each thing once, and about 1,000 things at most, so that garbage in ZooKeeper does not fill the log. */
public final class LogOnce {
    private static final int LIMIT = 1_000;

    private final Logger log;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    public LogOnce(Logger log) {
        this.log = log;
    }

    public void warn(String path, String why) {
        if (seen.size() < LIMIT && seen.add(path)) {
            log.warn("skipped {}: {}; delete it, or repair it", path, why);
        }
    }
}
