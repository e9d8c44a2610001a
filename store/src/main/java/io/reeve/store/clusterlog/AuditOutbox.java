package io.reeve.store.clusterlog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines for the audit channel that a manager has while it cannot write them itself. It sends each to whoever is active,
 * again and again until it is in the cluster log. When {@link #MOST} wait, the oldest is given up: it is in this manager's own
 * log. A thread runs only while lines wait.
 */
public final class AuditOutbox {
    static final int MOST = 100;
    private static final Logger LOG = LoggerFactory.getLogger(AuditOutbox.class);

    private final Sender sender;
    private final Duration pause;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final TreeMap<Long, String> waiting = new TreeMap<>();
    @GuardedBy("lock")
    private long last;
    @GuardedBy("lock")
    private boolean sending;

    /** A sender of audit lines to the active. */
    @FunctionalInterface
    public interface Sender {
        /**
         * Sends a line. May be called again for the same line until {@code written} was run.
         *
         * @param number  the line's number
         * @param written to be run, on any thread, once the line is in the cluster log
         */
        void send(long number, String line, Runnable written);
    }

    public AuditOutbox(Sender sender) {
        this(sender, Duration.ofMillis(250));
    }

    /** @param pause between two attempts */
    public AuditOutbox(Sender sender, Duration pause) {
        this.sender = sender;
        this.pause = pause;
    }

    /** Takes a line; it must be unlike all others, so that it is written once. Does not block. */
    public void add(String line) {
        synchronized (lock) {
            if (waiting.size() == MOST) {
                LOG.warn("given up, it is not in the cluster log: {}", waiting.pollFirstEntry().getValue());
            }
            waiting.put(++last, line);
            if (!sending) {
                sending = true;
                Thread.ofVirtual().name("reeve-audit").start(this::run);
            }
        }
    }

    private void written(long number) {
        synchronized (lock) {
            waiting.remove(number);
        }
    }

    private void run() {
        List<Map.Entry<Long, String>> lines = next();
        while (!lines.isEmpty()) {
            lines.forEach(this::send);
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            }
            lines = next();
        }
    }

    private List<Map.Entry<Long, String>> next() {
        synchronized (lock) {
            sending = !waiting.isEmpty();
            return List.copyOf(waiting.entrySet());
        }
    }

    private void send(Map.Entry<Long, String> line) {
        try {
            sender.send(line.getKey(), line.getValue(), () -> written(line.getKey()));
        } catch (RuntimeException e) {
            LOG.debug("an audit line waits: {}", line.getValue(), e);
        }
    }
}
