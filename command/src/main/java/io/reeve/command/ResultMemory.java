package io.reeve.command;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The memory of executions by id, so that a retry never executes a command twice. It keeps an execution while it runs and
 * for 10 minutes after, at most 10,000 finished ones and 64 MiB of their output. Safe for use by several threads.
 */
final class ResultMemory {
    static final Duration KEPT = Duration.ofMinutes(10);
    static final int MOST = 10_000;
    static final long MOST_BYTES = 64L << 20;

    private final LongSupplier nanoClock;

    @GuardedBy("this")
    private final Map<String, Execution> all = new HashMap<>();

    /** The finished executions, oldest first. */
    @GuardedBy("this")
    private final Map<String, Ended> ended = new LinkedHashMap<>();

    @GuardedBy("this")
    private long bytes;

    private record Ended(long at, long bytes) {}

    ResultMemory(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    synchronized Optional<Execution> find(String id) {
        expire();
        return Optional.ofNullable(all.get(id));
    }

    /** Adds an execution that is about to start; returns the one that has the id already, if there is one. */
    synchronized Optional<Execution> addUnlessThere(String id, Execution execution) {
        expire();
        return Optional.ofNullable(all.putIfAbsent(id, execution));
    }

    /** Marks an execution as finished: its 10 minutes start. */
    synchronized void over(String id, CommandReply reply) {
        Ended now = new Ended(nanoClock.getAsLong(), reply.stdout().length + 2L * reply.stderr().length());
        ended.put(id, now);
        bytes += now.bytes();
        expire();
    }

    /** Forgets an execution that is known to have done nothing: its id may be executed again. */
    synchronized void forget(String id) {
        all.remove(id);
    }

    @GuardedBy("this")
    private void expire() {
        long oldest = nanoClock.getAsLong() - KEPT.toNanos();
        Iterator<Map.Entry<String, Ended>> each = ended.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, Ended> first = each.next();
            boolean fits = ended.size() <= MOST && bytes <= MOST_BYTES;
            if (fits && first.getValue().at() - oldest >= 0) {
                return;
            }
            bytes -= first.getValue().bytes();
            all.remove(first.getKey());
            each.remove();
        }
    }
}
