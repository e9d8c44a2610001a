package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import io.reeve.report.protocol.CounterSpec.Axis;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts in buckets along one axis or two. */
public final class Histogram extends Instrument {
    private final AtomicLongArray counts;

    Histogram(CounterSpec spec) {
        super(spec);
        this.counts = new AtomicLongArray(spec.width());
    }

    /** One more value along the first axis; of two axes the second counts it as 0. */
    public void add(long value) {
        add(value, 0);
    }

    /** One more pair of values; with one axis the second is ignored. The first axis' buckets lie farthest apart. */
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
