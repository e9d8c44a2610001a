package io.reeve.election;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets one transaction at a time touch a node, so that what a node holds tells whether a transaction whose answer was lost
 * has happened.
 */
final class PathLocks {
    @GuardedBy("this")
    private final Set<String> held = new HashSet<>();

    /** Waits until none of these nodes is held, then holds them all. */
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

    /** Some nodes, until closed. */
    record Held(PathLocks locks, Set<String> paths) implements AutoCloseable {
        @Override
        public void close() {
            locks.release(paths);
        }
    }
}
