package io.reeve.it;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What several clients did to one register and what they were told, and whether one register could have told it.
 *
 * <p>Each value is written at most once, so every read names its write. Gibbons and Korach ("Testing shared memories",
 * 1997) show that such a history is linearizable exactly if the zones of its values allow it. A value's zone lies between
 * the first end and the last start of the operations on it. If the first end comes first the register must have held the
 * value all that time (a <em>held</em> zone), else for one moment somewhere in the zone. So no two held zones may
 * overlap, and none of the others may lie within a held one.
 *
 * <p>A write of unknown outcome counts only if somebody read it, and then it may have happened at any later time. A write
 * that was refused must never be read.
 */
final class RegisterHistory {
    /** The value of the register before the first write. */
    static final String NOTHING = "";

    private final Map<String, Value> values = new HashMap<>();
    private int acknowledged;

    RegisterHistory() {
        values.put(NOTHING, new Value(Long.MIN_VALUE, Long.MIN_VALUE, Outcome.DONE));
    }

    /** What a client knows of its write. */
    enum Outcome {
        DONE, REFUSED, UNKNOWN
    }

    /** One write and the reads that saw it. */
    private static final class Value {
        private long started;
        private long ended;
        private @Nullable Outcome outcome;
        private long firstReadEnded = Long.MAX_VALUE;
        private long lastReadStarted = Long.MIN_VALUE;

        Value() {}

        Value(long started, long ended, Outcome outcome) {
            this.started = started;
            this.ended = ended;
            this.outcome = outcome;
        }

        boolean wasRead() {
            return firstReadEnded != Long.MAX_VALUE;
        }

        /** The end of the first operation on it. */
        long first() {
            return Math.min(outcome == Outcome.DONE ? ended : Long.MAX_VALUE, firstReadEnded);
        }

        /** The start of the last operation on it. */
        long last() {
            return Math.max(started, lastReadStarted);
        }
    }

    private record Zone(String value, long from, long to, boolean held) {
        static Zone of(String name, Value value) {
            long first = value.first();
            long last = value.last();
            return new Zone(name, Math.min(first, last), Math.max(first, last), first < last);
        }
    }

    /** A write whose answer came, or did not come, between these times of {@link System#nanoTime}. */
    synchronized void wrote(String value, long started, long ended, Outcome outcome) {
        Value written = values.computeIfAbsent(value, _ -> new Value());
        if (written.outcome != null) {
            throw new IllegalArgumentException("value '" + value + "' was written before");
        }
        written.started = started;
        written.ended = ended;
        written.outcome = outcome;
        acknowledged += outcome == Outcome.DONE ? 1 : 0;
    }

    /** A read that was answered. */
    synchronized void read(String value, long started, long ended) {
        Value read = values.computeIfAbsent(value, _ -> new Value());
        read.firstReadEnded = Math.min(read.firstReadEnded, ended);
        read.lastReadStarted = Math.max(read.lastReadStarted, started);
    }

    /** How many writes were acknowledged. */
    synchronized int acknowledged() {
        return acknowledged;
    }

    /** What no register could have told, in words; call it when all clients have ended. */
    synchronized List<String> violations() {
        List<String> wrong = new ArrayList<>();
        List<Zone> zones = new ArrayList<>();
        values.forEach((name, value) -> {
            if (value.outcome == null) {
                wrong.add("'" + name + "' was read, and nobody wrote it");
            } else if (value.outcome == Outcome.REFUSED && value.wasRead()) {
                wrong.add("'" + name + "' was read, and its write was refused");
            } else if (value.firstReadEnded < value.started) {
                wrong.add("'" + name + "' was read before it was written");
            } else if (value.outcome == Outcome.DONE || value.wasRead()) {
                zones.add(Zone.of(name, value));
            }
        });
        checkZones(zones, wrong);
        return wrong;
    }

    private static void checkZones(List<Zone> zones, List<String> wrong) {
        List<Zone> held = zones.stream().filter(Zone::held).sorted(Comparator.comparingLong(Zone::from)).toList();
        for (int i = 1; i < held.size(); i++) {
            Zone before = held.get(i - 1);
            Zone after = held.get(i);
            if (after.from() < before.to()) {
                wrong.add("'" + before.value() + "' was still read after '" + after.value()
                        + "' had been written, or was overwritten and came back");
            }
        }
        for (Zone moment : zones) {
            if (!moment.held()) {
                lastBefore(held, moment.from()).filter(zone -> moment.to() < zone.to())
                        .ifPresent(zone -> wrong.add("'" + moment.value() + "' was acknowledged, and lost: '"
                                + zone.value() + "' was there before and after"));
            }
        }
    }

    private static Optional<Zone> lastBefore(List<Zone> held, long time) {
        int low = 0;
        int high = held.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (held.get(middle).from() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Optional.empty() : Optional.of(held.get(low - 1));
    }
}
