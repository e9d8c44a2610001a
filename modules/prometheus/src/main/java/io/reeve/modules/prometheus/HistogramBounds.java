package io.reeve.modules.prometheus;

import io.reeve.api.cluster.PerfCounter;
import java.util.Arrays;
import java.util.List;

/**
 * A histogram in Prometheus' form: upper bounds, and how many values are at most each. What is measured are whole numbers, so
 * the upper bound of a bucket is one less than where the next begins.
 */
@SuppressWarnings("ArrayRecordComponent") // written at once, and not kept
record HistogramBounds(double[] bounds, double[] counts) {
    /** Makes it of a counter. Of two axes the first is told, and the buckets along the second are summed up. */
    static HistogramBounds of(PerfCounter counter, List<Number> buckets) {
        PerfCounter.Axis axis = counter.axes().getFirst();
        int inner = buckets.size() / axis.buckets();
        double[] bounds = new double[axis.buckets()];
        double[] counts = new double[axis.buckets()];
        int used = 0;
        double sum = 0;
        for (int i = 0; i < axis.buckets(); i++) {
            for (int j = 0; j < inner; j++) {
                sum += buckets.get(i * inner + j).doubleValue();
            }
            double bound = i == axis.buckets() - 1 ? Double.POSITIVE_INFINITY : begin(axis, i + 1) - 1;
            if (used > 0 && bounds[used - 1] >= bound) { // numbers so large that the next bound is the same
                used--;
            }
            bounds[used] = bound;
            counts[used++] = sum;
        }
        return new HistogramBounds(Arrays.copyOf(bounds, used), Arrays.copyOf(counts, used));
    }

    /** The least number of a bucket from the second on. */
    private static double begin(PerfCounter.Axis axis, int bucket) {
        double widths = axis.log2() ? Math.scalb(1.0, bucket - 1) - 1 : bucket - 1;
        return axis.min() + axis.quant() * widths;
    }
}
