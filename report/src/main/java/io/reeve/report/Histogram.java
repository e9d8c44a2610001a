package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import io.reeve.report.protocol.CounterSpec.Axis;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** A histogram: counts in buckets along one or two axes. */
public final class Histogram extends Instrument {
    private final AtomicLongArray counts;

    Histogram(CounterSpec spec) {
        super(spec);
        this.counts = new AtomicLongArray(spec.width());
    }

    /** Counts a value along the first axis; along a second one it counts as 0. */
    public void add(long value) {
        add(value, 0);
    }

    /** Counts a pair of values, one for each axis; if there is one axis, the second is ignored. */
    public void add(long first, long second) {
        List<Axis> axes = spec().axes();
        int bucket = axes.get(0).bucket(first);
        if (axes.size() == 2) {
            bucket = bucket * axes.get(1).buckets() + axes.get(1).bucket(second);
        }
        counts.incrementAndGet(bucket);
    }

    @Override
    void read(long[] values, int at) {
        for (int i = 0; i < counts.length(); i++) {
            values[at + i] = counts.get(i);
        }
    }
}
