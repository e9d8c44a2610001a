package io.reeve.it;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether leadership went from epoch to epoch: once somebody has acted in an epoch, no question that is asked later may
 * be answered by the active of an older one, and an epoch has one active.
 */
final class EpochOrder {
    private final Map<Long, String> actives = new HashMap<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private long highest;

    /** The highest epoch so far: note it before asking. */
    synchronized long highest() {
        return highest;
    }

    /** An answer in the name of that epoch to a question that was asked when {@code before} was the highest. */
    synchronized void answered(long before, long epoch, String what) {
        if (epoch < before) {
            violations.add(what + " in epoch " + epoch + ", asked after epoch " + before + " had begun");
        }
        highest = Math.max(highest, epoch);
    }

    /** A manager that calls itself active. */
    synchronized void active(long before, long epoch, String name) {
        answered(before, epoch, "'" + name + "' was active");
        String other = actives.putIfAbsent(epoch, name);
        if (other != null && !other.equals(name)) {
            violations.add("epoch " + epoch + " has two actives: '" + other + "' and '" + name + "'");
        }
    }

    List<String> violations() {
        return List.copyOf(violations);
    }
}
