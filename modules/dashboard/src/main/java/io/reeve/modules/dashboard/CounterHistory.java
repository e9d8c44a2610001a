package io.reeve.modules.dashboard;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import io.reeve.api.command.Data;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The history of perf counters: each sample for ten minutes, one a minute for six hours. It is bounded: if there are more
 * counters than have room, those of the least priority have none. It begins anew with each active manager, since daemons
 * report to that one alone.
 */
final class CounterHistory {
    /** The time between two samples, in seconds. */
    static final int PERIOD = 5;

    private static final int FINE = 600 / PERIOD;
    private static final int COARSE = 360;
    private static final int FINE_PER_COARSE = 60 / PERIOD;
    private static final int BYTES_EACH = (FINE + COARSE) * Double.BYTES + 300;

    /** The name of one counter of one daemon. */
    private record Name(String daemon, String path) {}

    private static final class Series {
        private final double[] fine = filled(FINE);
        private final double[] coarse = filled(COARSE);
        /** The sum and the count of an average in the sample before; not a number in the first. */
        private double sum = Double.NaN;
        private double count = Double.NaN;

        private static double[] filled(int length) {
            double[] values = new double[length];
            Arrays.fill(values, Double.NaN);
            return values;
        }
    }

    private final int most;
    @GuardedBy("this")
    private final Map<Name, Series> series = new HashMap<>();
    @GuardedBy("this")
    private final double[] fineTimes = Series.filled(FINE);
    @GuardedBy("this")
    private final double[] coarseTimes = Series.filled(COARSE);
    @GuardedBy("this")
    private long samples;
    @GuardedBy("this")
    private Map<String, Map<String, ClusterView.CounterValue>> last = Map.of();
    @GuardedBy("this")
    private int leftOut;

    /**
     * Creates an empty history.
     *
     * @param bytes the memory that it may take
     */
    CounterHistory(long bytes) {
        this.most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / BYTES_EACH));
    }

    /** Takes a sample of every counter that has room. Called each {@link #PERIOD}. */
    synchronized void sample(ClusterView view, double seconds) {
        last = view.perfCounters(PerfCounter.DEBUGONLY, List.of());
        Map<Name, Sample> kept = choose();
        series.keySet().retainAll(kept.keySet());
        int fine = (int) (samples % FINE);
        int coarse = (int) (samples / FINE_PER_COARSE % COARSE);
        boolean minute = samples % FINE_PER_COARSE == 0;
        fineTimes[fine] = seconds;
        if (minute) {
            coarseTimes[coarse] = seconds;
        }
        kept.forEach((name, sample) -> {
            Series each = series.computeIfAbsent(name, _ -> new Series());
            each.fine[fine] = value(each, sample);
            if (minute) {
                each.coarse[coarse] = each.fine[fine];
            }
        });
        samples++;
    }

    /** The samples of the counters with the highest priorities, as many as have room. */
    @GuardedBy("this")
    private Map<Name, Sample> choose() {
        record Ranked(Name name, ClusterView.CounterValue value) {}
        List<Ranked> all = new ArrayList<>();
        last.forEach((daemon, counters) -> counters
                .forEach((path, value) -> all.add(new Ranked(new Name(daemon, path), value))));
        leftOut = Math.max(0, all.size() - most);
        if (leftOut > 0) {
            all.sort(Comparator.comparingInt((Ranked ranked) -> ranked.value().schema().priority()).reversed());
        }
        Map<Name, Sample> kept = new HashMap<>();
        all.stream().limit(most).forEach(ranked -> kept.put(ranked.name(), ranked.value().sample()));
        return kept;
    }

    /** The value of a sample. That of an average is the mean since the sample before, so the first has none. */
    private static double value(Series series, Sample sample) {
        if (!(sample instanceof Sample.Average average)) {
            return sample.value().doubleValue();
        }
        double sum = average.value().doubleValue() - series.sum;
        double count = average.count().doubleValue() - series.count;
        series.sum = average.value().doubleValue();
        series.count = average.count().doubleValue();
        return count > 0 && sum >= 0 ? sum / count : Double.NaN;
    }

    /** The daemons whose newest sample is older than that, in seconds since 1970. */
    synchronized Set<String> silentSince(double seconds) {
        Set<String> silent = new HashSet<>();
        last.forEach((daemon, counters) -> {
            double newest = counters.values().stream().mapToDouble(c -> c.sample().timestamp()).max().orElse(seconds);
            if (newest < seconds) {
                silent.add(daemon);
            }
        });
        return silent;
    }

    /** What can be chosen: the daemons, and the declarations by type of daemon and path. */
    synchronized Map<String, Object> index() {
        Map<String, Map<String, Object>> types = new TreeMap<>();
        last.forEach((daemon, counters) -> {
            Map<String, Object> paths = types.computeIfAbsent(daemon.substring(0, Math.max(0, daemon.indexOf('.'))),
                    _ -> new TreeMap<>());
            counters.forEach((path, value) -> paths.computeIfAbsent(path, _ -> describe(value.schema())));
        });
        return Data.map("daemons", List.copyOf(new TreeMap<>(last).keySet()), "types", types, "kept", series.size(),
                "leftOut", leftOut);
    }

    private static Map<String, Object> describe(PerfCounter counter) {
        return Data.map("type", counter.type().name(), "unit", counter.unit().name(), "description",
                counter.description(), "priority", counter.priority());
    }

    /**
     * The points of one counter, oldest first: {@code times} in seconds since 1970, and {@code values}, null where there was none.
     *
     * @param minutes whether those of six hours are wanted, one a minute
     */
    synchronized Map<String, Object> points(String daemon, String path, boolean minutes) {
        Series found = series.get(new Name(daemon, path));
        List<@Nullable Double> times = new ArrayList<>();
        List<@Nullable Double> values = new ArrayList<>();
        double[] at = minutes ? coarseTimes : fineTimes;
        long next = minutes ? (samples + FINE_PER_COARSE - 1) / FINE_PER_COARSE : samples;
        for (long i = Math.max(0, next - at.length); found != null && i < next; i++) {
            int index = (int) (i % at.length);
            double value = (minutes ? found.coarse : found.fine)[index];
            times.add(at[index]);
            values.add(Double.isNaN(value) ? null : value);
        }
        ClusterView.CounterValue declared = last.getOrDefault(daemon, Map.of()).get(path);
        Map<String, Object> points = new LinkedHashMap<>(declared == null ? Map.of() : describe(declared.schema()));
        points.put("daemon", daemon);
        points.put("path", path);
        points.put("times", times);
        points.put("values", values);
        return points;
    }
}
