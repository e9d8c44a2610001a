package io.reeve.api.metrics;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The receiver of the metrics of a {@link MetricSource}. It writes them in the format that the client asked for, which the
 * source does not see. One thread. Nothing of a refused family or sample is written.
 */
public interface MetricSink {
    /**
     * Begins a family, to which the samples that follow belong. In OpenMetrics a counter {@code x_total} is of a family
     * {@code x}. Where there is another family {@code x} too, write that first: then both are told, and the counter's type
     * is unknown in OpenMetrics.
     *
     * @param name the name of its samples; a counter's should end in {@code _total}
     * @param help one line on what is measured
     * @param unit the unit with which the name ends, before {@code _total}, for example {@code seconds}; empty for none
     * @throws IllegalArgumentException if the name is not {@code [a-zA-Z_:][a-zA-Z0-9_:]*}, or does not end with the unit, or
     *                                  a family that has come before in this scrape {@linkplain #has has} it
     * @throws IOException              if the client is gone
     */
    void family(String name, String help, MetricType type, String unit) throws IOException;

    /**
     * Whether a family that has come before in this scrape has this name: for itself, for samples of a histogram, or, as a
     * counter {@code x_total}, for {@code x} and {@code x_created}.
     */
    boolean has(String name);

    /**
     * Writes a sample of the present family. The source sees to it that no two have the same labels.
     *
     * @throws IllegalStateException if there is no family, or it is a histogram
     * @throws IOException           if the client is gone
     */
    void sample(MetricLabels labels, double value) throws IOException;

    /** Writes a sample with a whole number, which has all its digits: see {@link #sample(MetricLabels, double)}. */
    void sample(MetricLabels labels, long value) throws IOException;

    /**
     * Writes one histogram of the present family.
     *
     * @param labels all labels but {@code le}
     * @param bounds the upper bounds of the buckets, ascending; the last is positive infinity
     * @param counts how many values are at most the bound, for each bound
     * @param sum    the sum of all values; null if it is not known
     * @throws IllegalArgumentException if the bounds are not ascending to infinity, or there is not one count for each
     * @throws IllegalStateException    if there is no family, or it is not a histogram
     * @throws IOException              if the client is gone
     */
    void histogram(MetricLabels labels, double[] bounds, double[] counts, @Nullable Double sum) throws IOException;
}
