package io.reeve.cluster.daemon;

import io.reeve.api.cluster.ClusterView.CounterValue;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a daemon in its last {@value #KEPT} reports, oldest first; in fewer where these take more than
 * {@value #MOST_BYTES} bytes, but in two at least. Immutable.
 */
public final class CounterSamples {
    /** The number of reports that are kept. */
    public static final int KEPT = 20;
    static final long MOST_BYTES = 1 << 20;
    static final CounterSamples NONE = new CounterSamples(new Report[0]);
    private static final double NANOS = 1e9;

    @SuppressWarnings("ArrayRecordComponent") // shared and never changed
    private record Report(double at, PerfSchema schema, long[] values) {
        /** The first number of a counter. */
        long raw(int position) {
            return values[schema.offset(position)];
        }
    }

    private final Report[] reports;
    /** An estimate of the heap that the reports take, without the newest schema. */
    private final long bytes;
    /** Whether all reports have the same schema. */
    private final boolean alike;

    private CounterSamples(Report[] reports) {
        this.reports = reports;
        PerfSchema newest = schema();
        this.bytes = Arrays.stream(reports).mapToLong(report -> bytes(report, newest)).sum();
        this.alike = Arrays.stream(reports).allMatch(report -> report.schema() == newest);
    }

    /** Reports of one schema, whose bytes are known. */
    private CounterSamples(Report[] reports, long bytes) {
        this.reports = reports;
        this.bytes = bytes;
        this.alike = true;
    }

    /** These samples and one more report; the oldest goes if there are too many. */
    CounterSamples with(double at, PerfSchema schema, long[] values) {
        if (!alike || schema != schema()) {
            return withAny(at, schema, values);
        }
        // Of most daemons: the older reports, which lie anywhere in the heap, are not looked at one by one.
        int from = reports.length < KEPT ? 0 : 1;
        long all = bytes + 8L * values.length - (from == 0 ? 0 : bytes(reports[0], schema));
        return all > MOST_BYTES
                ? withAny(at, schema, values)
                : new CounterSamples(joined(from, at, schema, values), all);
    }

    private CounterSamples withAny(double at, PerfSchema schema, long[] values) {
        long all = 8L * values.length;
        int from = reports.length;
        while (from > 0 && reports.length - from < KEPT - 1) {
            all += bytes(reports[from - 1], schema);
            if (all > MOST_BYTES && from < reports.length) {
                break;
            }
            from--;
        }
        return new CounterSamples(joined(from, at, schema, values));
    }

    private Report[] joined(int from, double at, PerfSchema schema, long[] values) {
        Report[] next = Arrays.copyOfRange(reports, from, reports.length + 1);
        next[next.length - 1] = new Report(at, schema, values);
        return next;
    }

    private static long bytes(Report report, PerfSchema newest) {
        return 8L * report.values().length + (report.schema() == newest ? 0 : report.schema().bytes());
    }

    /** An estimate of the heap that they take, without the newest schema. */
    long bytes() {
        return bytes;
    }

    public boolean isEmpty() {
        return reports.length == 0;
    }

    /** The counters of the last report. */
    public PerfSchema schema() {
        return isEmpty() ? PerfSchema.NONE : reports[reports.length - 1].schema();
    }

    /** The samples of a counter, oldest first. A view: nothing is copied. */
    public List<Sample> of(String path) {
        PerfSchema schema = schema();
        int position = schema.position(path);
        if (position < 0) {
            return List.of();
        }
        return alike ? new Column(position) : collected(path);
    }

    /** The last sample of a counter; null if the last report does not have it. */
    public @Nullable Sample latest(String path) {
        PerfSchema schema = schema();
        int position = schema.position(path);
        return position < 0 ? null : sample(reports[reports.length - 1], position);
    }

    /** The last values of the counters of at least this priority, sorted by path. */
    public Map<String, CounterValue> values(int priority) {
        Map<String, CounterValue> out = new LinkedHashMap<>();
        schema().byPath().forEach((path, counter) -> {
            if (counter.priority() >= priority) {
                out.put(path, new CounterValue(counter,
                        sample(reports[reports.length - 1], schema().position(path))));
            }
        });
        return Collections.unmodifiableMap(out);
    }

    /** The number of a counter in the last report; empty if it is not in it. */
    public Optional<Amount> amount(String path) {
        if (isEmpty()) {
            return Optional.empty();
        }
        Report last = reports[reports.length - 1];
        int position = last.schema().position(path);
        return position < 0 ? Optional.empty() : Optional.of(Amount.of(last.raw(position)));
    }

    /** The growth of a counter per second between the last two reports; 0 if unknown, or if it went down. */
    public double rate(String path) {
        if (reports.length < 2) {
            return 0;
        }
        Report now = reports[reports.length - 1];
        Report before = reports[reports.length - 2];
        int position = now.schema().position(path);
        int earlier = before.schema().position(path);
        if (position < 0 || earlier < 0 || now.at() <= before.at()
                || Long.compareUnsigned(now.raw(position), before.raw(earlier)) <= 0) {
            return 0;
        }
        return Unsigned.toDouble(now.raw(position) - before.raw(earlier)) / (now.at() - before.at());
    }

    /** The seconds between the last two reports; 0 if there are not two. */
    public double interval() {
        return reports.length < 2 ? 0 : reports[reports.length - 1].at() - reports[reports.length - 2].at();
    }

    private List<Sample> collected(String path) {
        List<Sample> all = new ArrayList<>(reports.length);
        for (Report report : reports) {
            int position = report.schema().position(path);
            if (position >= 0) {
                all.add(sample(report, position));
            }
        }
        return List.copyOf(all);
    }

    private static Sample sample(Report report, int position) {
        PerfCounter counter = report.schema().counters().get(position);
        long[] values = report.values();
        int at = report.schema().offset(position);
        return switch (counter.type()) {
            case GAUGE, COUNTER -> new Sample.Value(report.at(), Unsigned.number(values[at]));
            case TIME -> new Sample.Value(report.at(), Unsigned.toDouble(values[at]) / NANOS);
            case LONGRUNAVG -> new Sample.Average(report.at(), Unsigned.number(values[at]),
                    Unsigned.number(values[at + 1]));
            case TIME_AVG -> new Sample.Average(report.at(), Unsigned.toDouble(values[at]) / NANOS,
                    Unsigned.number(values[at + 1]));
            case HISTOGRAM -> histogram(report.at(), Arrays.copyOfRange(values, at, at + counter.width()));
        };
    }

    private static Sample histogram(double at, long[] buckets) {
        return new Sample.Histogram(at, Unsigned.sum(buckets),
                Arrays.stream(buckets).mapToObj(Unsigned::number).collect(Collectors.toUnmodifiableList()));
    }

    /** The samples of one counter in all reports. */
    private final class Column extends AbstractList<Sample> implements RandomAccess {
        private final int position;

        Column(int position) {
            this.position = position;
        }

        @Override
        public Sample get(int index) {
            return sample(reports[index], position);
        }

        @Override
        public int size() {
            return reports.length;
        }
    }
}
