package io.reeve.daemon;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that have started, to be closed the other way round. */
final class ClosingStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClosingStack.class);

    private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();

    /** Has a part closed before those that are here already. */
    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Closes all, the last first; whatever one throws is logged, and the next goes on. */
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
