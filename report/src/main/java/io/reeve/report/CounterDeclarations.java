package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import io.reeve.report.protocol.DaemonFrame.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The counters that one session has declared, and the facts that it has sent. Used by one thread at a time, since a
 * report is made only after the one before it.
 */
final class CounterDeclarations {
    /** The most declarations in one report; the others follow in the next. */
    private static final int MOST_AT_ONCE = 1_000;

    private record Entry(int number, Instrument instrument) {}

    private final InstrumentRegistry instruments;
    private final Facts.Sent told;
    private List<Entry> entries = new ArrayList<>();
    private @Nullable List<Instrument> seen;
    private int seenThreshold = -1;
    private int next;
    private int numbers;

    CounterDeclarations(InstrumentRegistry instruments, Facts.Sent told) {
        this.instruments = instruments;
        this.told = told;
    }

    /** Makes the next report: declares new counters, undeclares those removed or below the threshold. */
    @SuppressWarnings("ReferenceEquality") // the same list means that nothing was registered or removed
    Report report(int threshold) {
        List<Instrument> now = instruments.list();
        List<Integer> undeclare = List.of();
        List<CounterSpec> declare = List.of();
        if (now != seen || threshold != seenThreshold) {
            undeclare = undeclare(now, threshold);
            declare = declare(now, threshold);
            seen = declare.size() < MOST_AT_ONCE ? now : null;
            seenThreshold = threshold;
            numbers = entries.stream().mapToInt(entry -> entry.instrument().spec().width()).sum();
        }
        return told.report(undeclare, declare, values());
    }

    private List<Integer> undeclare(List<Instrument> now, int threshold) {
        Set<Instrument> registered = new HashSet<>(now);
        List<Integer> gone = new ArrayList<>();
        List<Entry> left = new ArrayList<>();
        for (Entry entry : entries) {
            boolean stays = registered.contains(entry.instrument())
                    && entry.instrument().spec().priority() >= threshold;
            if (stays) {
                left.add(entry);
            } else {
                gone.add(entry.number());
            }
        }
        entries = left;
        return gone;
    }

    private List<CounterSpec> declare(List<Instrument> now, int threshold) {
        Set<Instrument> known = new HashSet<>();
        entries.forEach(entry -> known.add(entry.instrument()));
        List<CounterSpec> fresh = new ArrayList<>();
        for (Instrument instrument : now) {
            boolean wanted = instrument.spec().priority() >= threshold && !known.contains(instrument);
            if (wanted && fresh.size() < MOST_AT_ONCE) {
                entries.add(new Entry(next++, instrument));
                fresh.add(instrument.spec());
            }
        }
        return fresh;
    }

    private long[] values() {
        long[] values = new long[numbers];
        int at = 0;
        for (Entry entry : entries) {
            entry.instrument().read(values, at);
            at += entry.instrument().spec().width();
        }
        return values;
    }
}
