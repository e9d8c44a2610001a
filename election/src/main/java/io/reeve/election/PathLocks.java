package io.reeve.election;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The locks that let only one transaction at a time write to a node. A node's content then shows whether a transaction
 * whose answer was lost has happened.
 */
final class PathLocks {
    @GuardedBy("this")
    private final Set<String> held = new HashSet<>();

    /** Waits until none of these nodes is locked, then locks them all. */
    synchronized Held hold(List<String> paths) throws InterruptedException {
        Set<String> wanted = Set.copyOf(paths);
        while (!Collections.disjoint(held, wanted)) {
            wait();
        }
        held.addAll(wanted);
        return new Held(this, wanted);
    }

    private synchronized void release(Set<String> paths) {
        held.removeAll(paths);
        notifyAll();
    }

    /** The lock on some nodes; closing it releases them. */
    record Held(PathLocks locks, Set<String> paths) implements AutoCloseable {
        @Override
        public void close() {
            locks.release(paths);
        }
    }
}
