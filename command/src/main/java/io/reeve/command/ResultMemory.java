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
 * Remembers the executions of commands by their ids, so that a resend never runs one twice: as long as they run, and then
 * 10 minutes, at most 10,000 of them and 64 MiB of output.
 */
final class ResultMemory {
    static final Duration KEPT = Duration.ofMinutes(10);
    static final int MOST = 10_000;
    static final long MOST_BYTES = 64L << 20;

    private final LongSupplier nanoClock;

    @GuardedBy("this")
    private final Map<String, Execution> all = new HashMap<>();

    /** Those that are over, oldest first. */
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

    /** Remembers an execution that is about to start; if the id is taken, the one that has it. */
    synchronized Optional<Execution> addUnlessThere(String id, Execution execution) {
        expire();
        return Optional.ofNullable(all.putIfAbsent(id, execution));
    }

    /** Its time starts to run. */
    synchronized void over(String id, CommandReply reply) {
        Ended now = new Ended(nanoClock.getAsLong(), reply.stdout().length + 2L * reply.stderr().length());
        ended.put(id, now);
        bytes += now.bytes();
        expire();
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
