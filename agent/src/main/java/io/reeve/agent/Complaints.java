package io.reeve.agent;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The problems of one source that the log knows. Each is logged once, however often it is met again, until it is solved.
 * Thread-safe.
 */
final class Complaints {
    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final int MOST = 100;

    private final String daemon;
    private final Set<String> told = new HashSet<>();

    /** @param daemon the daemon's name, which begins each line */
    Complaints(String daemon) {
        this.daemon = daemon;
    }

    /**
     * Logs a problem if it is new.
     *
     * @param what    the item with the problem
     * @param problem the consequence and the reason
     * @param cause   null where the stack is of no use
     */
    synchronized void tell(String what, String problem, @Nullable Throwable cause) {
        if (told.size() < MOST && told.add(what)) {
            LOG.warn("{}: {}{}", daemon, problem,
                    told.size() == MOST ? " (further problems are not logged until one is solved)" : "", cause);
        }
    }

    /** Forgets a problem, so that it is logged when it comes back. */
    synchronized void solved(String what) {
        told.remove(what);
    }

    /** A task that reads one item. */
    interface Item {
        void read() throws IOException;
    }

    /** Reads one item. A failure costs that item alone; it is tried again with the next reading. */
    void item(String what, Item item) {
        try {
            item.read();
            solved(what);
        } catch (IOException e) {
            tell(what, what + " is not reported: " + e.getMessage(), null);
        } catch (RuntimeException | Error e) {
            tell(what, what + " is not reported: " + e, e);
        }
    }
}
