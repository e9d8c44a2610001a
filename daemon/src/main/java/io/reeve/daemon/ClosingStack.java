package io.reeve.daemon;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that have started, to be closed in reverse order. */
final class ClosingStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClosingStack.class);

    private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();

    /** Adds a part, which is closed before those that were added earlier. */
    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Closes all parts, the last one first. A failure is logged, and does not keep the others from being closed. */
    @Override
    public void close() {
        AutoCloseable part = parts.poll();
        while (part != null) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("stopping: {}", e.toString(), e);
            }
            part = parts.poll();
        }
    }
}
