package io.reeve.benchmarks;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the moments in which two nodes were active at once, as far as their answers prove it: a node was active without a
 * break from the arrival of its first such answer until the sending of the latest question that was answered so, and another
 * one's answer lies within that time. Any thread may tell.
 */
final class Overlaps {
    /**
     * What a node answered.
     *
     * @param unbroken whether its latest answer was that it is active
     * @param begun    when the first such answer since a break arrived
     * @param sent     when the latest question that was answered so was sent
     * @param received when its answer arrived
     */
    private record Active(boolean unbroken, long begun, long sent, long received) {
        Active broken() {
            return new Active(false, begun, sent, received);
        }

        Active again(long nowSent, long nowReceived) {
            return new Active(true, unbroken ? begun : nowReceived, nowSent, nowReceived);
        }
    }

    @GuardedBy("this")
    private final Map<String, Active> nodes = new HashMap<>();

    @GuardedBy("this")
    private long answers;

    @GuardedBy("this")
    private long moments;

    /** A node said that it is active. Times are of {@link System#nanoTime}. */
    synchronized void active(String node, long sent, long received) {
        answers++;
        Active before = nodes.get(node);
        Active now = before == null ? new Active(true, received, sent, received) : before.again(sent, received);
        nodes.put(node, now);
        nodes.forEach((name, other) -> {
            if (!name.equals(node) && other.sent - now.begun >= 0 && now.sent - other.received >= 0) {
                moments++;
            }
        });
    }

    /** A node said that it is not active, or nothing. */
    synchronized void notActive(String node) {
        answers++;
        nodes.computeIfPresent(node, (_, before) -> before.broken());
    }

    synchronized long moments() {
        return moments;
    }

    synchronized long answers() {
        return answers;
    }
}
